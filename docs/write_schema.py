"""Write schemas/corpus.schema.json, the schema of corpus.toml, from the classes that read it: ``make docs``."""

from __future__ import annotations

import json
from pathlib import Path

SCHEMA = Path(__file__).resolve().parents[1] / "schemas" / "corpus.schema.json"


def schema_text() -> str:
    """The schema as it stands in the file."""
    from align.corpus.manifest import manifest_schema

    return json.dumps(manifest_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8", newline="\n")
