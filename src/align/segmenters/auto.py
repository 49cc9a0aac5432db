"""The default: each language to the rules that know it best."""

from __future__ import annotations

from itertools import pairwise

from align.errors import LanguageError, UsageError
from align.lang import fallbacks, parse, primary
from align.segmenters._abbreviations import LANGUAGES as DESCRIBED
from align.segmenters._abbreviations import knowledge
from align.segmenters._repair import boundaries
from align.segmenters.sentencex import LANGUAGES as PROPOSED
from align.segmenters.sentencex import propose
from align.segmenters.srx import SrxSegmenter

__all__ = ["AutoSegmenter"]

_OWN_RULES = frozenset({"zh", "yue", "wuu", "nan", "hak", "gan", "cmn", "lzh", "ja"})
# Tags that stand for a language of our data files.
_SAME = {"no": "nb", "nn": "nb"}
# Quotation marks and brackets shut sentences up in sentencex; it is asked without them.
_OPENED = str.maketrans(dict.fromkeys('"“”„«»‹›()[]{}「」『』（）【】《》', " "))


class AutoSegmenter:
    """Splits Chinese and Japanese with our SRX rules, other languages with sentencex and our repairs.

    A language that neither knows is refused; `fallback` names one whose rules may be borrowed.
    """

    def __init__(self, *, fallback: str | None = None, semicolon: bool = False) -> None:
        """Choose options.

        Args:
            fallback: BCP 47 tag of the language whose rules serve for languages without their own; the signature
                shows it.
            semicolon: whether the Chinese semicolon (；) ends a segment.

        Raises:
            LanguageError: `fallback` is malformed.
            UsageError: `fallback` has no rules either.
        """
        self._fallback = None if fallback is None else parse(fallback)
        if self._fallback is not None and self._known(self._fallback) is None:
            raise UsageError(f"fallback {fallback!r} has no segmentation rules itself; name a language that has")
        self._semicolon = semicolon
        self._srx = SrxSegmenter(semicolon=semicolon)

    @property
    def signature(self) -> str:
        """``auto.2``, with the options that were changed."""
        options = [f"fallback={self._fallback}"] if self._fallback else []
        options += ["semicolon"] if self._semicolon else []
        return "auto.2" + (f"({','.join(options)})" if options else "")

    @staticmethod
    def _known(lang: str) -> str | None:
        """The language whose rules serve for `lang` without being borrowed."""
        language = _SAME.get(primary(lang), primary(lang))
        return language if language in _OWN_RULES | DESCRIBED | PROPOSED else None

    def split(self, text: str, lang: str) -> list[str]:
        """Sentences of `text`, which joined give it back; white space belongs to the sentence before it.

        Raises:
            LanguageError: nothing is known of `lang` and there is no `fallback`.
        """
        language = self._known(lang) or (self._fallback and self._known(self._fallback))
        if language is None:
            raise LanguageError(
                f"no segmentation rules for {fallbacks(lang)[0]!r}; pass fallback='ca' (or another relative) to borrow "
                "them, use the segmenter 'lines' for a text with one sentence a line, or 'srx' with your own rules"
            )
        if language in _OWN_RULES:
            return self._srx.split(text, language)
        proposed = propose(text.translate(_OPENED), language) if language in PROPOSED else None
        places = [0, *boundaries(text, knowledge(language), proposed), len(text)]
        return [text[start:end] for start, end in pairwise(places)]
