"""Where the files of a sentence-transformers model lie: a folder, or the cache of the Hugging Face hub.

Nothing is downloaded unless the caller says so.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from align.errors import AlignError, InputError, LanguageError, UsageError
from align.lang import primary

__all__ = ["card_languages", "digest_of", "find_model", "reason_of"]

_MODULES = "modules.json"  # what every saved sentence-transformers model has
_OTHER_ENGINES = frozenset({"onnx", "openvino"})
_EXAMPLE = "sentence-transformers/LaBSE"
_HUB_ERRORS = (OSError, ValueError, RuntimeError)  # the roots of those that the hub and its libraries raise
_LANGUAGE = re.compile(r"^language:[ \t]*(.*(?:\n[ \t]*-.*)*)", re.MULTILINE)


def find_model(name: str, *, download: bool) -> Path:
    """The folder with the files of the model `name`.

    Args:
        name: a folder, or the name of a model on the hub, such as "sentence-transformers/LaBSE".
        download: fetch the files if they are not in the cache.

    Raises:
        UsageError: `name` is a path and there is no such folder.
        InputError: the folder holds no sentence-transformers model.
        AlignError: the model is not in the cache, or cannot be fetched; says how to get it.
    """
    folder = Path(name).expanduser()
    if not folder.is_dir():
        if folder.is_absolute() or name.startswith(("~", ".")) or "\\" in name or name.count("/") > 1:
            raise UsageError(f"no folder {name!r}; a model is a folder or a name on the hub, such as {_EXAMPLE!r}")
        folder = _from_cache(name, download=download)
    if not (folder / _MODULES).is_file():
        raise InputError(f"no {_MODULES} here, so this is not a whole sentence-transformers model", path=folder)
    return folder


def _from_cache(name: str, *, download: bool) -> Path:
    from huggingface_hub import constants, snapshot_download

    cache = os.environ.get("SENTENCE_TRANSFORMERS_HOME") or constants.HF_HUB_CACHE
    try:
        return Path(snapshot_download(name, cache_dir=cache, local_files_only=True))
    except _HUB_ERRORS as error:
        if not download:
            raise AlignError(
                f"the model {name!r} is not in the cache {cache}, and nothing is downloaded unasked; fetch it once "
                f"with the option download=yes, or with 'hf download {name}', or name a folder that holds it"
            ) from error
    from sentence_transformers import SentenceTransformer

    try:
        SentenceTransformer(name, device="cpu", cache_folder=cache)  # fetches what it needs and no other engine's files
        return Path(snapshot_download(name, cache_dir=cache, local_files_only=True))
    except _HUB_ERRORS as error:
        offline = " (HF_HUB_OFFLINE is set)" if constants.HF_HUB_OFFLINE else ""
        raise AlignError(
            f"the model {name!r} cannot be fetched into the cache {cache}{offline}: {reason_of(error)}"
        ) from error


def reason_of(error: Exception) -> str:
    """The first line of an error's text: the libraries' own messages can be pages long."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def digest_of(folder: Path) -> str:
    """Twelve hexadecimal digits that change with the files: the commit in the hub's cache, SHA-256 elsewhere."""
    if folder.parent.name == "snapshots":
        return folder.name[:12]
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and parts[0] not in _OTHER_ENGINES and path.suffix != ".md" and not path.name.startswith("."):
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{'/'.join(parts)} {content}\n".encode())
    return digest.hexdigest()[:12]


def card_languages(folder: Path) -> frozenset[str] | None:
    """The languages that the model card in `folder` states, as `align.lang.primary` gives them; None if it does not."""
    try:
        card = (folder / "README.md").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    _, _, rest = card.partition("---\n")
    found = _LANGUAGE.search(rest.partition("\n---")[0]) if card.startswith("---\n") else None
    languages = set()
    for tag in re.findall(r"[A-Za-z][\w-]*", found[1]) if found else ():
        try:
            languages.add(primary(tag))
        except LanguageError:  # "multilingual", "code" and other words that are no language
            continue
    return frozenset(languages) or None
