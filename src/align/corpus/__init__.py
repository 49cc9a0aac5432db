"""A corpus on disk: its manifest, its build and what the build made, its gold."""
