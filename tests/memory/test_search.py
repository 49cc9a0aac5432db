"""Searching a memory: a concordance."""

from __future__ import annotations

import json

import jsonschema
import pytest

from align.errors import UnknownNameError, UsageError
from align.memory import Memory, Selection
from align.memory.reports import hits_html, hits_json, hits_text, hits_tsv
from align.resources import schema_path

EIGHT = {
    "zh": "推动构建人类命运共同体，加强团结合作。",
    "en": "We build a community with a shared future for mankind, and strengthen our solidarity.",
    "fr": "Nous bâtissons une communauté d’avenir partagé, et nos communautés s’unissent.",
    "es": "Construimos una comunidad de futuro compartido; las comunidades se unen.",
    "ru": "Мы строим сообщество единой судьбы человечества и укрепляем солидарность.",
    "ar": "نبني مجتمع المستقبل المشترك للبشرية ونعزّز التضامن.",
    "ja": "人類運命共同体の構築を推進し、団結と協力を強める。",
    "de": "Wir bauen eine Schicksalsgemeinschaft der Menschheit und stärken die Solidarität.",
}


@pytest.fixture
def eight(tmp_path, unit):
    """A memory with a unit in eight languages."""
    place = tmp_path / "eight"
    with Memory.open(place, writable=True) as memory:
        memory.add([unit(1, EIGHT)], document="eight")
        yield memory


def found(hits):
    """The words found, hit by hit."""
    return [[hit.text[start:end] for start, end in hit.spans] for hit in hits.hits]


@pytest.mark.parametrize(
    ("lang", "kind", "query", "expected"),
    [
        ("zh", "phrase", "人类命运共同体", ["人类命运共同体"]),
        ("zh", "phrase", "团结", ["团结"]),
        ("zh", "phrase", "强", ["强"]),
        ("zh", "wildcard", "命运*体", ["命运共同体"]),
        ("zh", "regex", "共同.", ["共同体"]),
        ("zh", "lemma", "共同体", ["共同体"]),
        ("en", "phrase", "SHARED future", ["shared future"]),
        ("en", "phrase", "communit", None),
        ("en", "wildcard", "communit*", ["community"]),
        ("en", "wildcard", "*idarity", ["solidarity"]),
        ("en", "wildcard", "a sh?red fut*", ["a shared future"]),
        ("en", "regex", r"\b[a-z]{10}\b", ["strengthen", "solidarity"]),
        ("en", "lemma", "communities", ["community"]),
        ("fr", "phrase", "d'avenir partagé", ["d’avenir partagé"]),
        ("fr", "lemma", "communauté", ["communauté", "communautés"]),
        ("es", "phrase", "futuro compartido", ["futuro compartido"]),
        ("es", "lemma", "comunidad", ["comunidad", "comunidades"]),
        ("ru", "phrase", "единой судьбы", ["единой судьбы"]),
        ("ru", "lemma", "единая судьба", ["единой судьбы"]),
        ("ar", "phrase", "ونعزز", ["ونعزّز"]),
        ("ar", "lemma", "مجتمع", ["مجتمع"]),
        ("ar", "phrase", "الْمُسْتَقْبَل", ["المستقبل"]),
        ("ja", "phrase", "共同体", ["共同体"]),
        ("ja", "phrase", "団結", ["団結"]),
        ("de", "phrase", "schicksalsgemeinschaft", ["Schicksalsgemeinschaft"]),
        ("de", "wildcard", "*gemeinschaft", ["Schicksalsgemeinschaft"]),
    ],
)
def test_it_is_found_in_every_language(eight, lang, kind, query, expected):
    """As the text has it, with its place; whole words in scripts with spaces."""
    hits = eight.search(query, lang=lang, kind=kind)
    assert found(hits) == ([expected] if expected else [])
    assert hits.is_complete


def test_without_a_language_all_are_searched(eight):
    """Each with another side."""
    hits = eight.search("共同体")
    assert {hit.lang for hit in hits.hits} == {"zh", "ja"}
    assert all(hit.other and hit.other_lang != hit.lang for hit in hits.hits)
    assert {hit.other_lang for hit in eight.search("共同体", target="ar").hits} == {"ar"}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, 2),
        ({"having": ["shared future"]}, 1),
        ({"lacking": ["shared future"]}, 1),
        ({"having": ["community"], "lacking": ["destiny", "future"]}, 0),
        ({"having": ["community", "destiny"]}, 1),
    ],
)
def test_the_other_side_may_have_to_have_something(folder, options, expected):
    """With and without a given rendering, which is marked."""
    with Memory.open(folder) as memory:
        hits = memory.search("人类命运共同体", lang="zh", target="en", **options)
    assert hits.total == len(hits.hits) == expected
    for hit in hits.hits:
        assert len(hit.other_spans) == len(options.get("having", []))


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({"document": "readout"}, 2),
        ({"document": "other"}, 0),
        ({"since": "2023"}, 2),
        ({"since": "2024"}, 0),
        ({"until": "2023-12"}, 2),
        ({"publisher": "Ministry"}, 2),
        ({"score": 0.95}, 0),
        ({"status": "checked"}, 0),
    ],
)
def test_hits_may_have_to_come_from_somewhere(folder, selection, expected):
    """By document, date, publisher, score and status."""
    with Memory.open(folder) as memory:
        hits = memory.search("人类命运共同体", lang="zh", selection=Selection(**selection))
    assert (hits.total, len(hits.hits), hits.is_complete) == (expected, expected, True)


def test_a_limit_ends_the_search_and_is_told(tmp_path, unit):
    """Two Chinese characters are counted by the index all the same."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add(
            [unit(n, {"zh": f"第{n}次会议在京举行", "en": f"Conference {n} was held."}) for n in range(40)],
            document="d",
        )
        hits = memory.search("会议", lang="zh", limit=7)
        assert (len(hits.hits), hits.total, hits.is_complete) == (7, 40, True)
        hits = memory.search("was held", lang="en", limit=7)
        assert (len(hits.hits), hits.total, hits.is_complete) == (7, 7, False)
        assert memory.search("was held", lang="en", limit=None).total == 40
        hits = memory.search("会议", lang="zh", limit=None, timeout_s=0.0)
        assert (hits.is_complete, hits.timed_out) == (False, True)


def test_what_answers_the_query_is_learnt_from_the_memory(tmp_path, unit):
    """And marked on the other side."""
    pairs = [
        ("红色的房子很大", "The red house is big"),
        ("红色的汽车很快", "The red car is fast"),
        ("蓝色的房子很小", "The blue house is small"),
        ("蓝色的汽车很慢", "The blue car is slow"),
        ("房子在山上", "The house is on the hill"),
        ("汽车在路上", "The car is on the road"),
    ]
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([unit(n, {"zh": zh, "en": en}) for n, (zh, en) in enumerate(pairs)], document="d")
        hits = memory.mark(memory.search("房子", lang="zh", target="en"))
        marked = [hit.other[start:end].lower() for hit in hits.hits for start, end in hit.other_spans]
        assert marked
        assert all("house" in words for words in marked)
        (phrase,) = memory.phrases("我的房子在山上", source="zh", target="en")
    assert "house" in (phrase.counterpart or "")


@pytest.mark.parametrize(
    ("query", "options", "message"),
    [
        (" ", {}, "the query is empty"),
        ("...", {}, "no letter and no number"),
        ("(a", {"kind": "regex"}, "no regular expression"),
        ("x", {"lang": "sv"}, "has nothing in 'sv'"),
        ("x", {"lang": "en", "having": ["y"]}, "--target"),
        ("x", {"limit": 0}, "below 1"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused(folder, query, options, message):
    """And says what to do."""
    with Memory.open(folder) as memory, pytest.raises(UsageError, match=message):
        memory.search(query, **options)


def test_a_kind_that_is_none_is_refused(folder):
    """With the nearest name."""
    with Memory.open(folder) as memory, pytest.raises(UnknownNameError, match="'lemma'"):
        memory.search("x", kind="lema")


def test_a_regular_expression_that_never_ends_is_stopped(tmp_path, unit, monkeypatch):
    """Its time on one text is limited."""
    monkeypatch.setattr("align.memory._finding._PATIENCE_S", 0.05)
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([unit(1, {"en": "a" * 5000, "de": "b"})], document="d")
        with pytest.raises(UsageError, match="takes too long"):
            memory.search("(a+a+)+$x", lang="en", kind="regex")


@pytest.mark.parametrize("query", ["2001", "WTO", "wto", "W?O", "WT*", "加入WTO", "2001年"])
def test_words_and_numbers_inside_chinese_text_are_whole_words(tmp_path, unit, query):
    """A Chinese character beside them ends them; a letter does not."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add(
            [
                unit(1, {"zh": "中国于2001年加入WTO后发展很快。", "en": "China joined in 2001."}),
                unit(2, {"zh": "另有12001年及WTOX。", "en": "Else."}),
            ],
            document="d",
        )
        kind = "wildcard" if set(query) & {"*", "?"} else "phrase"
        ids = {hit.unit_id for hit in memory.search(query, lang="zh", kind=kind).hits}
    assert ids == ({"m1", "m2"} if "*" in query else {"m1"})


def test_signs_in_a_query_are_no_pattern(tmp_path, unit):
    """Unless it is one."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([unit(1, {"en": "It costs (about) $5.00+ today.", "de": "Es kostet 5 $."})], document="d")
        assert found(memory.search("(about) $5.00+", lang="en")) == [["(about) $5.00+"]]
        assert memory.search("$5x00", lang="en").total == 0


def test_the_reports_hold_what_was_found(eight):
    """JSON follows its schema; every text of the page is escaped; a row a place."""
    hits = eight.search("communauté", lang="fr", kind="lemma", target="en")
    data = json.loads(hits_json("communauté", hits, signature="s", kind="lemma", lang="fr", target="en"))
    schema = json.loads(schema_path("memory-hits.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    rows = hits_tsv(hits.hits).splitlines()
    assert len(rows) == 3
    assert rows[1].split("\t")[3] == "communauté"
    assert "[communautés]" in hits_text(hits.hits, colour=False, width=0)
    assert hits_text(hits.hits, colour=False, width=3).splitlines()[1].startswith("  fr    … ne [communauté]")
    page = hits_html("<b>", hits, lang="fr")
    assert "<mark>communautés</mark>" in page
    assert "&lt;b&gt;" in page
