"""The judged cases for terms that translators edit: tests/cases/terms/*.txt, described in README.md beside them.

A case is run as its units would be in a memory: their dates, publishers and documents are properties. What the checks
find is compared with what people judged, case by case, and counted by target language and by rule.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from align.checks import CHECKS, CheckContext
from align.lang import primary
from align.model import Finding, Property, TermBase, TranslationUnit, Variant
from align.pipeline import read_termbase

FOLDER = Path(__file__).resolve().parent / "cases" / "terms"
FLOORS = Path(__file__).resolve().parent / "term_floors.json"
RULES = (
    "terms/missing",
    "terms/deprecated",
    "terms/superseded",
    "terms/anachronism",
    "terms/authority",
    "terms/admitted",
    "terms/do-not-translate",
    "consistency/rendering",
    "consistency/rendering-across",
    "consistency/same-source",
)
SAME = {"terms/unlisted": "terms/missing"}
"""Rules that say the same but for how much they know."""
_PLACELESS = {"terms/missing", "consistency/same-source"}
"""Rules whose place is not judged: the source term, or the whole variant."""
_SETTINGS = ("document", "date", "publisher")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A finding that a case has to have: its rule, its concept, and the text that it marks."""

    unit: str
    rule: str
    concept: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCase:
    """A case: where it begins, what it tests, its units and what people judged."""

    place: str
    kind: str
    about: str
    source: str
    target: str
    units: tuple[TranslationUnit, ...]
    judged: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many findings are right, false and not found, and the shares that follow."""

    right: int = 0
    false: int = 0
    lost: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(right=self.right + other.right, false=self.false + other.false, lost=self.lost + other.lost)

    @property
    def precision(self) -> float:
        """Of the findings, the share that is right; 1 where there is none."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Of what was judged, the share that is found; 1 where there is nothing to find."""
        return self.right / (self.right + self.lost) if self.right + self.lost else 1.0


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What the checks made of all cases."""

    by_lang: dict[str, Counts] = field(default_factory=dict)
    by_rule: dict[str, Counts] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, lang: str, rule: str, counts: Counts) -> None:
        """Count for a language and a rule."""
        self.by_lang[lang] = self.by_lang.get(lang, Counts()) + counts
        self.by_rule[rule] = self.by_rule.get(rule, Counts()) + counts

    @property
    def all(self) -> Counts:
        """The counts of all languages."""
        return sum(self.by_lang.values(), Counts())


class _Draft:
    """The case that is being read."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.kind = self.about = ""
        self.settings: dict[str, str] = {}
        self.units: list[tuple[dict[str, str], dict[str, str]]] = []
        self.judged: list[tuple[int, str, str | None, str]] = []
        self.is_judged = False

    def line(self, line: str) -> None:
        """Take in a line before the ruler."""
        name, colon, value = line.partition(": ")
        if not colon or not value.strip():
            raise ValueError(f"want 'name: value', not {line!r}")
        if name in ("plain", "trap"):
            if self.kind:
                raise ValueError(f"the case from {self.place} does not end in '==='")
            self.kind, self.about = name, value
        elif not self.kind:
            raise ValueError("a case begins with 'plain: …' or 'trap: …'")
        elif name in _SETTINGS:
            self.settings[name] = value
        else:
            if not self.units or name in self.units[-1][1]:
                self.units.append((dict(self.settings), {}))
            self.units[-1][1][name] = value

    def finding(self, line: str) -> None:
        """Take in a line after the ruler."""
        number, rest = 1, line
        if line.startswith("#"):
            digits, _, rest = line[1:].partition(" ")
            number = int(digits)
        head, _, text = rest.partition(": ")
        rule, _, concept = head.partition(" ")
        if rule not in RULES:
            raise ValueError(f"{rule!r} is none of {', '.join(RULES)}")
        if not 1 <= number <= len(self.units):
            raise ValueError(f"there is no unit {number}")
        if not any(text in variant for variant in self.units[number - 1][1].values()):
            raise ValueError(f"no variant of unit {number} holds {text!r}")
        self.judged.append((number, rule, concept or None, text))

    def finish(self) -> TermCase:
        """The case."""
        if not self.units:
            raise ValueError("a case has a source and a translation")
        if not self.is_judged:
            raise ValueError("a case has '---' and then 'none' or the findings")
        if len(self.units) > 1 and "document" not in self.settings:
            for settings, _ in self.units:
                settings["document"] = self.place
        units = []
        for number, (settings, texts) in enumerate(self.units, 1):
            if len(texts) != 2 or list(texts) != list(self.units[0][1]):
                raise ValueError("every unit has the same two languages in the same order")
            units.append(
                TranslationUnit(
                    id=f"{self.place}#{number}",
                    variants=tuple(Variant(lang=lang, content=(text,)) for lang, text in texts.items()),
                    properties=tuple(Property(name=name, value=value) for name, value in settings.items()),
                )
            )
        source, target = (variant.lang for variant in units[0].variants)
        judged = tuple(
            Judgement(unit=f"{self.place}#{number}", rule=rule, concept=concept, text=text)
            for number, rule, concept, text in self.judged
        )
        return TermCase(
            place=self.place,
            kind=self.kind,
            about=self.about,
            source=source,
            target=target,
            units=tuple(units),
            judged=judged,
        )


def read_cases(content: str, name: str) -> list[TermCase]:
    """The cases in a file; a malformed case or an empty file is an error that names the line."""
    cases: list[TermCase] = []
    draft: _Draft | None = None
    for number, line in enumerate(content.split("\n"), start=1):
        if line.startswith("# ") or (draft is None and not line):
            continue
        try:
            draft = draft or _Draft(f"{name}:{number}")
            if line == "---":
                draft.is_judged = True
            elif line == "===":
                cases.append(draft.finish())
                draft = None
            elif draft.is_judged:
                if line != "none":
                    draft.finding(line)
            else:
                draft.line(line)
        except ValueError as error:
            raise ValueError(f"{name}:{number}: {error}") from None
    if draft is not None:
        raise ValueError(f"{name}: the case from {draft.place} does not end in '==='")
    if not cases:
        raise ValueError(f"{name}:1: no cases")
    return cases


def files() -> list[Path]:
    """The files with cases."""
    return sorted(FOLDER.glob("*.txt"))


def all_cases() -> list[TermCase]:
    """The cases of all files."""
    return [case for path in files() for case in read_cases(path.read_text(encoding="utf-8"), path.stem)]


def termbase() -> TermBase:
    """The term base that the cases were judged with."""
    return read_termbase(FOLDER / "base.csv")


def digest() -> str:
    """SHA-256 of all cases and their term base."""
    sha = hashlib.sha256()
    for path in [FOLDER / "base.csv", *files()]:
        sha.update(path.read_bytes())
    return sha.hexdigest()


def found_in(cases: list[TermCase], base: TermBase) -> dict[str, list[Finding]]:
    """The findings of every unit; consistency is looked at case by case."""
    found: dict[str, list[Finding]] = {}
    for source in dict.fromkeys(case.source for case in cases):
        context = CheckContext(source=source, termbase=base)
        here = [case for case in cases if case.source == source]
        findings = list(CHECKS.make("terms").run([unit for case in here for unit in case.units], context))
        for case in here:
            if len(case.units) > 1:
                findings += CHECKS.make("consistency").run(case.units, context)
        for finding in findings:
            found.setdefault(finding.unit_id, []).append(finding)
    return found


def score(cases: list[TermCase], base: TermBase) -> Outcome:
    """Compare what the checks find with what was judged."""
    outcome = Outcome()
    found = found_in(cases, base)
    for case in cases:
        lang = primary(case.target)
        outcome.by_lang.setdefault(lang, Counts())
        left = list(case.judged)
        for unit in case.units:
            for finding in found.get(unit.id, ()):
                rule = f"{finding.check}/{finding.rule}"
                rule = SAME.get(rule, rule)
                answer = next((judged for judged in left if _answers(finding, rule, judged, unit)), None)
                if answer is None:
                    outcome.add(lang, rule, Counts(false=1))
                    outcome.wrong.append(_told(case, unit, f"false {rule} {finding.concept}: {finding.message}"))
                else:
                    left.remove(answer)
                    outcome.add(lang, rule, Counts(right=1))
        for judged in left:
            outcome.add(lang, judged.rule, Counts(lost=1))
            unit = next(unit for unit in case.units if unit.id == judged.unit)
            outcome.wrong.append(_told(case, unit, f"not found {judged.rule} {judged.concept}: {judged.text}"))
    return outcome


def _answers(finding: Finding, rule: str, judged: Judgement, unit: TranslationUnit) -> bool:
    if (finding.unit_id, rule) != (judged.unit, judged.rule):
        return False
    is_concept = finding.concept == judged.concept
    if rule in _PLACELESS and is_concept:
        return True
    variant = unit.variant(finding.lang)
    if variant is None or judged.text not in variant.text:
        return False
    if rule in _PLACELESS:  # a source term that two concepts share is missing as either of them
        return variant.text[finding.start : finding.end] == judged.text
    start = variant.text.index(judged.text)
    return is_concept and finding.start < start + len(judged.text) and start < finding.end


def _told(case: TermCase, unit: TranslationUnit, what: str) -> str:
    texts = "\n".join(f"  {variant.lang}: {variant.text}" for variant in unit.variants)
    settings = "".join(f" {prop.name}={prop.value}" for prop in unit.properties)
    return f"{unit.id} ({case.kind}: {case.about}){settings}\n{texts}\n  {what}"
