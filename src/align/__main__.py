"""``python -m align``: the command ``align`` where the folder that it was installed into is not on the path."""

from __future__ import annotations

from align.cli import main

if __name__ == "__main__":
    main()
