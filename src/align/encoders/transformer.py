"""Any model of the sentence-transformers library; LaBSE (Feng et al. 2022) if none is named."""

from __future__ import annotations

import hashlib
import logging
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from align.encoders._extras import need
from align.encoders._hub import card_languages, digest_of, find_model, reason_of
from align.encoders._languages import LABSE, XLM_R, covers
from align.encoders._runs import checked_runs, common_part, runs_of, unique_rows, unit, without
from align.errors import AlignError
from align.lang import primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from align.encoders._joined import JoinedOverlaps
    from align.encoders._runs import PooledOverlaps

    Floats = NDArray[np.float32]

__all__ = ["TransformerEncoder"]

_LOG = logging.getLogger(__name__)
_BATCH = 512  # handed over at a time; the library makes smaller batches of similar length from it
_MARKS = 16  # tokens kept free: for begin, end and prompt, and for pieces that come out longer than others
_OWNER = "sentence-transformers"  # whose models may be named without an owner, as in the library itself


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a model that its files do not say."""

    languages: frozenset[str]
    prompt: str | None = None


_E5 = _Known(languages=XLM_R, prompt="query: ")  # the model card: "query: " on both sides where the task is symmetric
_KNOWN = {
    "sentence-transformers/labse": _Known(languages=LABSE),
    "setu4993/labse": _Known(languages=LABSE),
    "intfloat/multilingual-e5-small": _E5,
    "intfloat/multilingual-e5-base": _E5,
    "intfloat/multilingual-e5-large": _E5,
}


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A model in memory, and what its vectors have in common."""

    model: Any
    common: Floats


class TransformerEncoder:
    """A sentence-transformers model, LaBSE by default: 109 languages; needs the extra `transformer` and the weights."""

    def __init__(
        self,
        *,
        model: str = "sentence-transformers/LaBSE",
        languages: Iterable[str] | None = None,
        prompt: str | None = None,
        device: str | None = None,
        runs: str = "pooled",
        download: bool = False,
    ) -> None:
        """Make an encoder; the model is looked for and loaded when first needed.

        Args:
            model: a folder, or a name on the Hugging Face hub whose files are in the cache.
            languages: BCP 47 tags of what the model knows; None takes what is known of it or stated by its card.
            prompt: put before each text; None takes what is known of the model or stated in its settings.
            device: "cpu", "cuda", ...; None lets the library choose.
            runs: "pooled" puts vectors of runs together from those of their segments; "joined" encodes each run.
            download: fetch the model if it is not in the cache.

        Raises:
            MissingExtraError: sentence-transformers is not installed.
            UnknownNameError: there is no such kind of `runs`.
            LanguageError: one of `languages` is not a language tag.
        """
        need("sentence_transformers", what="encoder 'transformer'", extra="transformer")
        bare = not {"/", "\\"} & set(model) and not Path(model).is_dir()
        self._name = f"{_OWNER}/{model}" if bare else model
        known = _KNOWN.get(self._name.lower())
        self._languages = known.languages if known else None
        if languages is not None:
            self._languages = frozenset(primary(tag) for tag in languages)
        self._prompt = prompt if prompt is not None or known is None else known.prompt
        self._said = False
        self._device = device
        self._runs = checked_runs(runs)
        self._download = download
        self._found: Path | None = None
        self._loaded: _Loaded | None = None

    @property
    def signature(self) -> str:
        """Name, version, model and the digest of its files; the prompt and how runs are made, if not as usual."""
        name = re.sub(r"[^\w.-]+", "-", re.split(r"[/\\]", self._name.rstrip("/\\"))[-1])
        parts = ["transformer", "1", name, digest_of(self._folder())]
        if self._prompt:
            parts.append("p" + hashlib.sha256(self._prompt.encode()).hexdigest()[:6])
        if self._runs != "pooled":
            parts.append(self._runs)
        return ".".join(parts)

    @property
    def dimensions(self) -> int:
        """Length of a vector; loads the model."""
        return len(self._model().common)

    def knows(self, lang: str) -> bool:
        """Whether the model was trained on this language; true, and said once, where nobody states its languages."""
        languages = self._stated()
        if languages is not None:
            return covers(languages, lang)
        if not self._said:
            self._said = True
            _LOG.warning(
                "the model %s does not say which languages it knows and is taken to know all; "
                "name them with the option languages, such as languages=en+zh",
                self._name,
            )
        return True

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, less what all vectors have in common; zeros for white space alone.

        A text that is too long for the model is cut into equal pieces whose vectors are added up.

        Raises:
            AlignError: the model cannot be had or loaded, or gives vectors that are not finite.
        """
        loaded = self._model()

        def rows(part: list[str]) -> Floats:
            return without(loaded.common, self._raw(loaded.model, part))

        return unique_rows(texts, rows, dimensions=len(loaded.common), batch=_BATCH)

    def overlaps(self, texts: Sequence[str], lang: str) -> PooledOverlaps | JoinedOverlaps:
        """The runs of neighbouring `texts`."""
        return runs_of(self, texts, lang, self._runs)

    def _stated(self) -> frozenset[str] | None:
        """The languages that the user, the makers or the model card state; None if nobody does."""
        if self._languages is None:
            self._languages = card_languages(self._folder())
        return self._languages

    def _folder(self) -> Path:
        if self._found is None:
            self._found = find_model(self._name, download=self._download)
        return self._found

    def _model(self) -> _Loaded:
        if self._loaded is None:
            model = _load(self._folder(), self._device, self._name)
            languages = self._stated()
            common = common_part(
                lambda texts: self._raw(model, list(texts)), lambda lang: languages is None or covers(languages, lang)
            )
            self._loaded = _Loaded(model=model, common=common)
        return self._loaded

    def _raw(self, model: Any, texts: list[str]) -> Floats:  # noqa: ANN401 - the library is imported late
        """Unit vectors as the model gives them; pieces of a long text added up by their lengths."""
        clean = (text.encode("utf-8", "replace").decode("utf-8") for text in texts)  # no half of a surrogate pair
        pieces = [(number, piece) for number, text in enumerate(clean) for piece in _pieces(model, text)]
        strings = [piece for _, piece in pieces]
        vectors = np.asarray(model.encode(strings, prompt=self._prompt, show_progress_bar=False), dtype=np.float32)
        if not np.isfinite(vectors).all():
            raise AlignError(f"the model {self._name} gives vectors with values that are not finite")
        rows = np.zeros((len(texts), vectors.shape[1]), dtype=np.float32)
        lengths = np.asarray([len(piece) for _, piece in pieces], dtype=np.float32)
        np.add.at(rows, [number for number, _ in pieces], unit(vectors) * lengths[:, None])
        return unit(rows)


def _load(folder: Path, device: str | None, name: str) -> Any:  # noqa: ANN401 - the library is imported late
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as progress

    shown = progress.is_progress_bar_enabled()
    progress.disable_progress_bar()
    try:
        return SentenceTransformer(str(folder), device=device, local_files_only=True)
    except Exception as error:  # the library has no error of its own: whatever its parts raise comes through
        raise AlignError(
            f"the model {name!r} in {folder} cannot be loaded, so its files may not be complete: {reason_of(error)}"
        ) from error
    finally:
        if shown:
            progress.enable_progress_bar()


def _pieces(model: Any, text: str) -> Iterator[str]:  # noqa: ANN401 - the library is imported late
    """`text`, cut into as many equal parts as it takes for each to fit into the model."""
    limit = model.max_seq_length
    if limit is None or len(text) < limit:  # a token is seldom less than a character
        yield text
        return
    tokens = len(model.tokenizer(text, truncation=False, verbose=False)["input_ids"])
    parts = math.ceil(tokens / max(1, limit - _MARKS)) if tokens > limit else 1
    size = math.ceil(len(text) / parts)
    for begin in range(0, len(text), size):
        yield text[begin : begin + size]
