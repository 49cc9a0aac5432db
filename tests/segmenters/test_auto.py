"""Routing, options and cost of the default segmenter."""

from __future__ import annotations

import time

import pytest

from align.errors import LanguageError, UsageError
from align.formats.plain import PlainFormat
from align.segmenters.apply import segment
from align.segmenters.auto import AutoSegmenter

LANGS = ["ar", "de", "en", "es", "fr", "ja", "ru", "zh"]


def split(text, lang, **options):
    """The segments of `text` without outer white space."""
    return [piece.strip() for piece in AutoSegmenter(**options).split(text, lang)]


@pytest.mark.parametrize("lang", LANGS)
def test_readout(root, lang):
    """The readout is divided exactly as in its gold; only what was scraped with the English one comes after."""
    corpus = root / "corpora" / "readout-2023"
    document = PlainFormat().read_document(corpus / "sources" / f"readout.{lang}.txt", lang=lang)
    gold = [line for line in (corpus / "gold" / f"readout.{lang}").read_text(encoding="utf-8").split("\n") if line]
    found = [one.text for one in segment(document, AutoSegmenter()).segments]
    assert gold == found[: len(gold)]
    residue = ["Leave a Reply", "Your email address will not be published.", "Required fields are marked *"]
    assert found[len(gold) :] == (residue if lang == "en" else [])


def test_who_answers_a_question_is_not_who_asked_it():
    """A name and a verb after a quotation belong to it only if nothing has introduced it."""
    assert split("He asked: “Is that all?” Nobody answered.", "en") == ["He asked: “Is that all?”", "Nobody answered."]
    assert split("“Is that all?” Mr. Ali asked. Nobody knew.", "en") == [
        "“Is that all?” Mr. Ali asked.",
        "Nobody knew.",
    ]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("it", "L’on. Rossi e il dott. Bianchi votano. L’art. 5 vale.", 2),
        ("pt", "O Sr. Silva e a Sra. Costa votaram. O art. 5 vale.", 2),
        ("nl", "Dhr. Jansen sprak o.a. over art. 5. Dat was kort.", 2),
        ("pl", "Prof. Nowak mówił o art. 5 itd. To było 3. posiedzenie.", 2),
        ("uk", "У 2018 р. проф. Шевченко виступив. Це була ст. 5.", 2),
        ("ko", "회의가 열렸다. 대표들이 참석했다.", 2),
        ("tr", "Dr. Ali Bey 3. Madde hakkında konuştu. Bu önemlidir.", 2),
        ("vi", "TS. Nguyễn đã phát biểu. Hội nghị kết thúc.", 2),
        ("sv", "Dr. Berg talade bl.a. om art. 5. Det var kort.", 2),
        ("da", "Den 3. Maj talte hr. Holm bl.a. om art. 5. Det var kort.", 2),
        ("no", "Hr. Berg talte bl.a. om art. 5. Det var kort.", 2),
        ("cs", "Dne 3. Května mluvil Ing. Novák o čl. 5 atd. To stačilo.", 2),
        ("is", "Hr. Jón talaði m.a. um 5. Grein. Það var stutt.", 2),
        ("id", "Bpk. Joko bertemu Dr. Ali. Mereka membahas Ps. 5.", 2),
        ("hu", "A 3. Fejezet szerint dr. Nagy jelen volt. Ez fontos.", 2),
        ("ro", "Dl. Popescu a vorbit despre art. 5. Acesta se aplică.", 2),
        ("el", "Ο κ. Παπάς μίλησε π.χ. για το άρθρ. 5. Τέλος.", 2),
        ("fi", "Prof. Virtanen puhui esim. Suomesta. Se riitti.", 2),
        ("hi", "नमस्ते। आप कैसे हैं?", 2),
    ],
)
def test_other_languages(lang, text, expected):
    """Languages beside the eight have abbreviations of their own."""
    assert expected == len(split(text, lang)), split(text, lang)


def test_regions_and_scripts():
    """A region or script in the tag does not matter."""
    assert split("Mr. Li came. He left.", "en-GB") == ["Mr. Li came.", "He left."]
    assert split("會議開始。各方同意。", "zh-Hant-TW") == ["會議開始。", "各方同意。"]
    assert split("會議開始。各方同意。", "yue") == ["會議開始。", "各方同意。"]


def test_semicolon_is_an_option():
    """The Chinese semicolon divides only where asked for, and the signature says so."""
    text = "一是合作；二是开放。三是互利。"
    assert split(text, "zh") == ["一是合作；二是开放。", "三是互利。"]
    assert split(text, "zh", semicolon=True) == ["一是合作；", "二是开放。", "三是互利。"]
    assert AutoSegmenter(semicolon=True).signature == "auto.2(semicolon)"


def test_borrowed_rules():
    """A language without rules may borrow those of a relative; the signature says so."""
    with pytest.raises(LanguageError, match="fallback='ca'"):
        AutoSegmenter().split("Bonjorn. Adieu.", "oc")
    assert split("Bonjorn. Adieu.", "oc", fallback="ca") == ["Bonjorn.", "Adieu."]
    assert AutoSegmenter(fallback="ca").signature == "auto.2(fallback=ca)"


def test_fallback_without_rules():
    """A fallback that has no rules itself is refused at once."""
    with pytest.raises(UsageError, match="has no segmentation rules itself"):
        AutoSegmenter(fallback="tlh")


def test_long_quotations_are_divided():
    """A quotation of a few words is kept whole; sentences in a speech are segments."""
    short = "He said: “We came. We saw.” Then he left."
    assert split(short, "en") == ["He said: “We came. We saw.”", "Then he left."]
    sentence = "We have come a long way together, and we still have a long way to go. "
    assert len(split(f"He said: “{sentence * 4}” Then he left.", "en")) > 4


def test_hard_wrapped_sentences():
    """A line end inside a paragraph is no boundary; an empty line is one."""
    assert len(split("The talks were\nheld in Geneva. They\nfailed.", "en")) == 2
    assert split("A heading\n\nThe text", "en") == ["A heading", "The text"]


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "The U.S. met Mr. Li. He went home. "),
        ("de", "Der 18. Parteitag fand statt. "),
        ("ru", "В 2018 г. он жил в г. Москве. "),
        ("ar", "عُقد المؤتمر في بيجين. "),
        ("zh", "会议强调，要坚持和平发展（见第一条）。"),
        ("ja", "会議は「対話が必要だ。」と強調した。"),
        ("en", "word "),
        ("en", "."),
        ("en", ". "),
        ("fr", "(“« "),
        ("en", "\n\n"),
    ],
)
def test_cost_is_linear(lang, sentence):
    """A line of 200,000 characters takes a few seconds at most, even on a busy machine."""
    text = (sentence * (200_000 // len(sentence) + 1))[:200_000]
    begin = time.perf_counter()
    assert text == "".join(AutoSegmenter().split(text, lang))
    assert time.perf_counter() - begin < 5
