"""A memory and a term base for programs: over HTTP, and for assistants by the Model Context Protocol."""
