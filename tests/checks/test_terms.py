"""The check `terms`."""

from __future__ import annotations

import pytest

from align.checks import CheckContext
from align.checks.terms import TermCounts, TermsCheck, count_terms
from align.model import Concept, Finding, Term, TermBase, TermStatus, TranslationUnit, Variant


def term(
    text: str,
    lang: str,
    status: TermStatus = "preferred",
    *,
    to: str | None = None,
    authority: str | None = None,
) -> Term:
    """A term."""
    return Term(text=text, lang=lang, status=status, valid_to=to, authority=authority)


TERMBASE = TermBase(
    concepts=(
        Concept(
            id="shared-future",
            terms=(
                term("人类命运共同体", "zh"),
                term("community with a shared future for mankind", "en"),
                term("community with a shared future for humanity", "en", "admitted"),
                term("community of common destiny", "en", "superseded", to="2017", authority="China Media Project"),
                term("communauté d’avenir partagé pour l’humanité", "fr"),
                term("communauté de destin pour l’humanité", "fr", "deprecated"),
            ),
        ),
        Concept(
            id="party",
            terms=(
                term("中国共产党", "zh"),
                term("Communist Party of China", "en"),
                term("CPC", "en", "admitted"),
                term("Parti communiste chinois", "fr"),
                term("PCC", "fr", "admitted"),
            ),
        ),
        Concept(
            id="committee",
            terms=(
                term("党中央", "zh"),
                term("Central Committee of the Communist Party of China", "en"),
                term("CPC Central Committee", "en", "admitted"),
            ),
        ),
        Concept(id="major-country", terms=(term("major country", "en"), term("大国", "zh"))),
        Concept(
            id="great-power",
            terms=(term("列强", "zh"), term("power", "en"), term("great power", "en")),
        ),
        Concept(id="rise", terms=(term("崛起", "zh"), term("rise", "en"), term("great power", "en", "deprecated"))),
        Concept(id="only-zh", terms=(term("守正创新", "zh"),)),
    )
)


def check(source: str, text: str, *, lang: str = "en", added: bool = False, source_lang: str = "zh") -> list[Finding]:
    """The findings for one unit."""
    unit = TranslationUnit(
        id="u1", variants=(Variant(lang=source_lang, content=(source,)), Variant(lang=lang, content=(text,)))
    )
    return list(TermsCheck(added=added).run([unit], CheckContext(source=source_lang, termbase=TERMBASE)))


def rules(findings: list[Finding]) -> list[tuple[str, str, str]]:
    """What is to be compared of the findings."""
    return [(finding.rule, finding.severity, finding.concept or "") for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        "Building a community with a shared future for mankind.",
        "Communities with a shared\u00a0future for mankind are built.",
        "COMMUNITY WITH A SHARED FUTURE FOR MANKIND",
    ],
)
def test_any_form_of_the_preferred_rendering_passes(text: str) -> None:
    """Inflection, case and spaces are no matter."""
    assert check("构建人类命运共同体。", text) == []


def test_a_missing_rendering_is_marked_in_the_source() -> None:
    """The span is the source term; expected are all allowed renderings, preferred first; the language is named."""
    (finding,) = check("推动构建人类命运共同体。", "We build a better world.")
    assert finding == Finding(
        check="terms",
        rule="missing",
        severity="warning",
        message="“人类命运共同体” has no listed rendering in en; expected “community with a shared future for mankind” "
        "or “community with a shared future for humanity”",
        unit_id="u1",
        lang="zh",
        start=4,
        end=11,
        expected=("community with a shared future for mankind", "community with a shared future for humanity"),
        concept="shared-future",
        variant="en",
        fingerprint=finding.fingerprint,
    )


def test_a_superseded_rendering_is_one_finding_that_says_since_when() -> None:
    """A rendering out of use is not reported as missing, too; date, authority and the preferred one are named."""
    text = "Building communities of common destiny."
    (finding,) = check("构建人类命运共同体。", text)
    assert (finding.rule, finding.severity, finding.found) == ("superseded", "warning", "communities of common destiny")
    assert "superseded since 2017 (China Media Project); use “community with a shared future" in finding.message


def test_a_deprecated_rendering_is_an_error_in_the_target_and_a_warning_in_the_source() -> None:
    """What the translator wrote can be changed; what the source has is only pointed out."""
    target = check("人类命运共同体", "communauté de destin pour l’humanité", lang="fr")
    source = check("communauté de destin pour l’humanité", "人类命运共同体", lang="zh", source_lang="fr")
    assert rules(target) == [("deprecated", "error", "shared-future")]
    assert rules(source) == [("deprecated", "warning", "shared-future")]


def test_a_deprecated_rendering_without_its_concept_is_a_warning() -> None:
    """Where the source does not have the concept, the words may mean something else."""
    findings = check("我们的世界", "la communauté de destin pour l’humanité", lang="fr")
    assert rules(findings) == [("deprecated", "warning", "shared-future")]


def test_an_admitted_rendering_is_a_note_unless_the_preferred_one_stands_beside_it() -> None:
    """A second mention may be shorter or varied."""
    source = "人类命运共同体"
    assert rules(check(source, "a community with a shared future for humanity")) == [
        ("admitted", "note", "shared-future")
    ]
    both = "community with a shared future for mankind, a community with a shared future for humanity"
    assert check(source, both) == []


def test_an_abbreviation_may_answer_an_abbreviation() -> None:
    """CPC rendered PCC is no note; the full name rendered PCC is."""
    assert check("the CPC", "le PCC", lang="fr", source_lang="en") == []
    assert rules(check("the Communist Party of China", "le PCC", lang="fr", source_lang="en")) == [
        ("admitted", "note", "party")
    ]


def test_an_abbreviation_that_is_only_introduced_need_not_be_rendered() -> None:
    """The bracket behind the full name is not another mention of the concept."""
    source = "the Central Committee of the Communist Party of China (CPC) met"
    assert check(source, "党中央开会", lang="zh", source_lang="en") == []


def test_the_longer_term_counts_in_the_source() -> None:
    """The party inside the name of its committee is not asked for."""
    assert check("Central Committee of the Communist Party of China", "党中央", lang="zh", source_lang="en") == []


def test_a_rendering_inside_that_of_another_source_concept_does_not_count() -> None:
    """Party and committee in the source, but only the committee in the translation: the party is missing."""
    findings = check("中国共产党和党中央", "the Central Committee of the Communist Party of China")
    assert rules(findings) == [("missing", "warning", "party")]


def test_a_rendering_inside_a_longer_term_the_source_does_not_have_counts() -> None:
    """A translation that is more explicit than the source is no omission."""
    assert check("中国共产党", "the Central Committee of the Communist Party of China") == []


COUNTRIES = TermBase(
    concepts=(
        Concept(id="developing", terms=(term("developing country", "en"), term("開発途上国", "ja"))),
        Concept(id="least", terms=(term("least developed country", "en"), term("後発開発途上国", "ja"))),
        Concept(id="finance", terms=(term("finance", "en"), term("資金", "ja"))),
        Concept(id="climate-finance", terms=(term("climate finance", "en"), term("気候資金", "ja"))),
    )
)


@pytest.mark.parametrize(
    ("source", "text", "missing"),
    [
        ("Developing countries were invited.", "後発開発途上国が招かれた。", ["developing"]),
        ("Developing countries, the least prosperous ones too, came.", "後発開発途上国が来た。", []),
        ("Developing countries were invited.", "開発途上国と後発開発途上国が招かれた。", []),
        ("More finance is needed.", "気候資金の拡大が必要だ。", []),
    ],
)
def test_another_concept_that_merely_ends_in_the_same_words_is_no_rendering(source, text, missing) -> None:
    """A kind of thing that the source neither names nor hints at is something else, and the message says so."""
    unit = TranslationUnit(
        id="u1", variants=(Variant(lang="en", content=(source,)), Variant(lang="ja", content=(text,)))
    )
    findings = list(TermsCheck().run([unit], CheckContext(source="en", termbase=COUNTRIES)))
    assert [finding.concept for finding in findings] == missing
    assert all(finding.message.endswith("; “後発開発途上国” is another concept (least)") for finding in findings)


def test_a_rendering_that_is_right_for_another_concept_does_not_fire() -> None:
    """Deprecated for one concept and allowed for another: what counts is which of them the source has."""
    assert check("列强", "the great powers") == []
    assert rules(check("崛起", "as a great power")) == [("deprecated", "error", "rise")]
    assert check("我们", "a great power") == []


def test_a_concept_without_a_term_in_the_language_does_not_fire() -> None:
    """Nothing can be expected where nothing is listed."""
    assert check("守正创新", "Innovate.") == []


def test_a_part_of_another_word_is_no_term() -> None:
    """大国 across the border of 重大 and 国际 asks for nothing."""
    assert check("在重大国际问题上", "on important international issues") == []


def test_a_rendering_of_a_concept_the_source_lacks_is_a_note_only_if_asked_for() -> None:
    """By default a translator may use a term freely."""
    text = "as a major country"
    assert check("我们", text) == []
    assert rules(check("我们", text, added=True)) == [("added", "note", "major-country")]
    assert check("大国", text, added=True) == []


def test_every_variant_is_compared_with_the_source() -> None:
    """In a unit of three languages each finding names its own."""
    unit = TranslationUnit(
        id="u1",
        variants=(
            Variant(lang="zh", content=("中国共产党",)),
            Variant(lang="en-GB", content=("the party",)),
            Variant(lang="fr", content=("le parti",)),
        ),
    )
    findings = list(TermsCheck().run([unit], CheckContext(source="zh", termbase=TERMBASE)))
    assert [finding.message.split(";")[0] for finding in findings] == [
        "“中国共产党” has no listed rendering in en-GB",
        "“中国共产党” has no listed rendering in fr",
    ]


def test_counts_tell_what_was_compared_and_what_could_not_be() -> None:
    """Null beads raise nothing, but their terms are counted."""
    units = [
        TranslationUnit(
            id="a", variants=(Variant(lang="zh", content=("中国共产党",)), Variant(lang="en", content=("CPC",)))
        ),
        TranslationUnit(id="b", variants=(Variant(lang="zh", content=("党中央", "和大国")),)),
        TranslationUnit(id="c", variants=(Variant(lang="en", content=("a major country",)),)),
    ]
    context = CheckContext(source="zh", termbase=TERMBASE)
    assert count_terms(units, context) == TermCounts(units=1, unpaired=2, terms=1, unpaired_terms=3, concepts=3)
    assert count_terms(units, CheckContext(source="zh")).units == 0


GAPPED = TermBase(
    concepts=(
        Concept(
            id="consider",
            terms=(term("考虑到", "zh"), Term(text="take ... into account", lang="en", gap=6)),
        ),
        Concept(id="climate", terms=(term("气候变化", "zh"), term("climate change", "en"))),
        Concept(
            id="board",
            terms=(term("董事会", "zh"), term("Verwaltungsrat", "de"), term("Aufsichtsrat", "de", "deprecated")),
        ),
        Concept(id="council", terms=(term("监事会", "zh"), term("Aufsichtsrat", "de"))),
    )
)


def check_gapped(source: str, text: str, lang: str) -> list[tuple[str, str, str]]:
    """Rules, severities and concepts of the findings for one unit."""
    unit = TranslationUnit(
        id="u1", variants=(Variant(lang="zh", content=(source,)), Variant(lang=lang, content=(text,)))
    )
    return rules(list(TermsCheck().run([unit], CheckContext(source="zh", termbase=GAPPED))))


def test_what_stands_in_the_gap_of_a_term_is_no_part_of_it() -> None:
    """Take the effects of climate change into account: two concepts, both rendered."""
    assert check_gapped("考虑到气候变化", "take the effects of climate change into account", "en") == []


def test_a_rendering_out_of_use_that_is_right_for_another_concept_renders_that_one() -> None:
    """With both concepts in the source, the word that is wrong for one does not stand for it."""
    assert check_gapped("董事会和监事会", "der Aufsichtsrat", "de") == [("missing", "warning", "board")]
    assert check_gapped("董事会", "der Aufsichtsrat", "de") == [("deprecated", "error", "board")]


RIGHTS = TermBase(
    concepts=(
        Concept(id="civil", terms=(term("civil rights", "en"), term("derechos civiles", "es"), term("公民权利", "zh"))),
        Concept(
            id="political",
            terms=(term("political rights", "en"), term("derechos políticos", "es"), term("政治权利", "zh")),
        ),
    )
)


@pytest.mark.parametrize(
    ("lang", "text", "missing"),
    [
        ("es", "derechos civiles y políticos", []),
        ("es", "derechos civiles", ["political"]),
        ("es", "derechos políticos", ["civil"]),
        ("zh", "公民和政治权利", []),
    ],
)
def test_two_terms_that_share_a_word_are_two(lang, text, missing) -> None:
    """Civil and political rights are civil rights and political rights, in the source as in the translation."""
    unit = TranslationUnit(
        id="u1",
        variants=(Variant(lang="en", content=("civil and political rights",)), Variant(lang=lang, content=(text,))),
    )
    findings = TermsCheck().run([unit], CheckContext(source="en", termbase=RIGHTS))
    assert [finding.concept for finding in findings] == missing


MENTAL = TermBase(
    concepts=(
        Concept(id="mental", terms=(term("mental health", "en"), term("psychische Gesundheit", "de"))),
        Concept(id="health", terms=(term("health", "en"), term("Gesundheit", "de"))),
    )
)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Psychische und körperliche Gesundheit sind gleich wichtig.", []),
        ("Psychische Gesundheit ist so wichtig wie der Körper.", ["health"]),
    ],
)
def test_what_a_term_shares_with_another_word_is_not_its_own(text, missing) -> None:
    """A word that is said once for two answers for both."""
    source = Variant(lang="en", content=("Mental health is as important as physical health.",))
    unit = TranslationUnit(id="u1", variants=(source, Variant(lang="de", content=(text,))))
    findings = TermsCheck().run([unit], CheckContext(source="en", termbase=MENTAL))
    assert [finding.concept for finding in findings] == missing
