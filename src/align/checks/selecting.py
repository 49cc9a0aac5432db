"""Which checks and rules are wanted: by the name of a check (`terms`) or of one of its rules (`terms/missing`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.checks import CHECKS
from align.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from align.checks import Rule
    from align.model import Finding

__all__ = ["Selection", "rules_of"]


def rules_of(check: str) -> tuple[Rule, ...]:
    """The rules that the check called `check` lists; none if it lists none.

    Raises:
        UnknownNameError: no check of this name.
    """
    return tuple(getattr(CHECKS.load(check), "rules", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is wanted of all checks.

    Attributes:
        select: names of checks and rules; empty for everything but the optional rules.
        ignore: names of checks and rules that are not wanted; they win over `select`.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a name that no check and no rule bears.

        Raises:
            UnknownNameError: with the nearest name.
        """
        named = (*self.select, *self.ignore)
        if not named:
            return
        known = {name for check in CHECKS.names() for name in (check, *(f"{check}/{r.name}" for r in rules_of(check)))}
        for name in named:
            if name not in known:
                raise UnknownNameError("check or rule", name, known)

    def checks(self, usual: Sequence[str]) -> tuple[str, ...]:
        """The checks that have to run: those of `usual`, or those that are named, but for the ignored ones."""
        names = tuple(dict.fromkeys(name.partition("/")[0] for name in self.select)) or tuple(usual)
        return tuple(name for name in names if name not in self.ignore)

    @property
    def optional(self) -> frozenset[str]:
        """Rules that are named themselves, which is what optional ones need."""
        return frozenset(name for name in self.select if "/" in name)

    def wants(self, check: str, rule: str) -> bool:
        """Whether findings of this rule are wanted."""
        names = {check, f"{check}/{rule}"}
        return not names & {*self.ignore} and (not self.select or bool(names & {*self.select}))

    def chosen(self, findings: Iterable[Finding]) -> Iterable[Finding]:
        """Those of `findings` that are wanted."""
        if not (self.select or self.ignore):
            return findings
        return (finding for finding in findings if self.wants(finding.check, finding.rule))
