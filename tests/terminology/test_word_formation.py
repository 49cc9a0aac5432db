"""Words that are made of a term."""

from __future__ import annotations

import pytest

from align.terminology.inflect import inflector
from align.terminology.word_formation import in_compound, is_derived, is_qualifier, stands_in_plural


@pytest.mark.parametrize(
    ("lang", "term", "text", "expected"),
    [
        ("de", "Malaria", "Malariaausbrüche nahmen zu.", True),
        ("de", "Ausbruch", "Malariaausbrüche nahmen zu.", True),
        ("de", "Tabakkontrolle", "Das Tabakkontrollprogramm läuft.", True),
        ("de", "Impfstoff", "Die Impfstoffsicherheit ist hoch.", True),
        ("de", "Macht", "Die Großmacht schweigt.", False),
        ("de", "Netz", "Die Netzhaut ist verletzt.", False),
        ("de", "Zoll", "Der Zollverein tagt.", False),
        ("de", "Ausbruch", "Es gab einen Nichtausbruch.", False),
        ("de", "Malaria", "Malariaxyz nahm zu.", False),
        ("de", "öffentliche Gesundheit", "Die Gesundheitsausbrüche.", False),
        ("en", "foot", "A footballer ran.", False),
    ],
)
def test_a_compound_that_no_dictionary_has_speaks_of_its_parts(lang, term, text, expected):
    """Its other part is a word; one that a dictionary has may be another thing, and so may one with a negation."""
    assert in_compound(term, text, lang=lang, inflector=inflector(lang)) is expected


def test_a_compound_of_a_dictionary_counts_where_the_source_has_both_parts():
    """Import quotas are Einfuhrkontingente, and trade ministers Handelsminister."""
    de = inflector("de")
    text = "Die Einfuhrkontingente der Handelsminister."
    assert not in_compound("Einfuhr", text, lang="de", inflector=de)
    assert in_compound("Einfuhr", text, lang="de", inflector=de, partners=["Einfuhr", "Kontingent"])
    assert in_compound("Kontingent", text, lang="de", inflector=de, partners=["Einfuhr", "Kontingent"])
    assert not in_compound("Handel", text, lang="de", inflector=de)
    assert in_compound("Handel", text, lang="de", inflector=de, qualifies=True)
    assert not in_compound("Minister", text, lang="de", inflector=de, qualifies=True)


@pytest.mark.parametrize(
    ("lang", "text", "term", "expected"),
    [
        ("en", "Trade ministers met.", "Trade", True),
        ("en", "trade-related rules", "trade", False),
        ("en", "The trade was fair.", "trade", False),
        ("en", "Stakeholders agree.", "Stakeholders", False),
        ("en", "Free trade.", "trade", False),
        ("fr", "commerce international", "commerce", False),
        ("ja", "検疫所が開いた", "検疫", True),
        ("ja", "検疫が始まった", "検疫", False),
        ("zh", "贸易的未来", "贸易", False),
    ],
)
def test_a_qualifier_stands_before_a_noun(lang, text, term, expected):
    """In English in the singular, before no function word or participle; in Chinese and Japanese before a character."""
    start = text.index(term)
    assert is_qualifier(text, start, start + len(term), lang=lang) is expected


def test_a_compound_that_is_a_term_of_its_own_is_another_thing():
    """The spans that are taken do not count."""
    text = "Malariaausbrüche nahmen zu."
    assert not in_compound("Malaria", text, lang="de", inflector=inflector("de"), taken=[(0, 16)])


@pytest.mark.parametrize(
    ("lang", "term", "text", "expected"),
    [
        ("de", "stärken", "Die Stärkung der Systeme.", True),
        ("de", "stärken", "Die gestärkten Systeme.", True),
        ("fr", "renforcer", "Le renforcement des systèmes.", True),
        ("es", "fortalecer", "El fortalecimiento de los sistemas.", True),
        ("ru", "укреплять", "Мы укрепили системы.", True),
        ("ru", "укреплять", "Укрепление систем.", True),
        ("fr", "renforcer", "La force des systèmes.", False),
        ("de", "Stärken", "Die Stärkung der Systeme.", False),
        ("fr", "importation", "Ils importent du riz.", True),
        ("es", "importación", "Importaron arroz.", True),
        ("de", "Export", "Sie exportierten Reis.", True),
        ("de", "Senkung", "Die Werte wurden gesenkt.", True),
        ("ru", "импорт", "Страны импортируют рис.", True),
        ("ru", "вакцинация", "Детей вакцинировали.", True),
        ("ru", "тариф", "тарифные квоты", True),
        ("es", "arancel", "los contingentes arancelarios", True),
        ("fr", "tarif", "les contingents tarifaires", True),
        ("fr", "vaccination", "Le vaccin agit.", False),
        ("es", "vacunación", "La vacuna actúa.", False),
        ("ru", "мир", "мировой рынок", False),
        ("en", "strengthen", "The strength of the systems.", False),
        ("fr", "santé", "Le sanatorium.", False),
    ],
)
def test_a_verb_is_there_in_what_is_made_of_it(lang, term, text, expected):
    """Nouns, participles and the other aspect have the root of a verb; verbs and adjectives that of a noun."""
    assert is_derived(term, text, lang=lang, inflector=inflector(lang)) is expected


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("نظام صحي", "النظم الصحية ضعيفة.", True),
        ("نظام صحي", "وللأنظمة الصحية دور.", True),
        ("حاجز تجاري", "أزيلت الحواجز التجارية.", True),
        ("ضريبة", "رفعت الضرائب.", True),
        ("سوق مالية", "الأسواق المالية مستقرة.", True),
        ("دواء أساسي", "الأدوية الأساسية متاحة.", True),
        ("وثيقة ختامية", "اعتمدت الوثائق الختامية.", True),
        ("مشروع قرار", "قدمت مشاريع القرار.", True),
        ("مشروع قرار", "قدمت مشاريع جديدة.", False),
        ("نظام صحي", "الصحية النظم.", False),
    ],
)
def test_an_arabic_term_may_stand_in_a_broken_plural(term, text, expected):
    """By the usual patterns, with the other words of the term behind it."""
    assert stands_in_plural(term, text, lang="ar", inflector=inflector("ar")) is expected


def test_only_arabic_has_broken_plurals():
    """In other languages nothing stands in one."""
    assert not stands_in_plural("tax", "taxes", lang="en", inflector=inflector("en"))
