"""A dot plot of an alignment as SVG: what stands against what, what is missing, and what to look at.

The source runs from left to right and the target from top to bottom, as both are read. Both axes count segments, not
characters: segments are what beads are made of and what people look up, and a sentence of ten words then takes no less
room than one of a hundred.

The drawing needs no script and no style from outside. Its size depends little on that of the texts: where beads are
closer than they can be told apart, they are drawn together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from align.errors import ModelError
from align.model import Signature

if TYPE_CHECKING:
    from align.model import Alignment, Bead, Document

__all__ = ["DotPlot", "PlotSide", "render_dot_plot"]

_MOST_DOTS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotSide:
    """One axis of a dot plot.

    Attributes:
        lang: BCP 47 tag of the text.
        count: number of its segments.
        name: of the document; empty if it has none to show.
        ids: of the segments; empty if they are only to be counted, from 1.
        texts: of the segments; empty if they are not to be shown.
        headings: 0-based indexes of the segments that begin a heading.
        borders: 0-based indexes of the segments that begin another block.
    """

    lang: str
    count: int
    name: str = ""
    ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    headings: tuple[int, ...] = ()
    borders: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse ids or texts that are not one a segment."""
        for what, given in (("ids", self.ids), ("texts", self.texts)):
            if given and len(given) != self.count:
                raise ModelError(f"{len(given)} {what} were given for {self.count} segments in {self.lang}")

    @classmethod
    def of(cls, document: Document) -> PlotSide:
        """The axis of a segmented document."""
        segments = document.segments
        firsts = [
            index for index, segment in enumerate(segments) if not index or segment.block != segments[index - 1].block
        ]
        headings = [index for index in firsts if document.blocks[segments[index].block].kind == "heading"]
        return cls(
            lang=document.lang,
            count=len(segments),
            name=document.id,
            ids=tuple(segment.id for segment in segments),
            texts=tuple(segment.text for segment in segments),
            headings=tuple(headings),
            borders=tuple(sorted({*firsts} - {*headings})),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DotPlot:
    """What a dot plot shows.

    Attributes:
        source: the axis from left to right.
        target: the axis from top to bottom.
        beads: in the order of the alignment.
        signature: of the run that made them.
        doubtful_below: score in 0..1 under which an unconfirmed bead is doubtful.
        bead: number of the bead to point at, from 0; None for none.
        window: how many segments to show on each side of that bead; None for the whole texts.
        rivals: the beads that compete with it: source segments, target segments, probability in 0..1.
        points: borders (i, j) that somebody fixed: the first `i` source segments belong to the first `j` target ones.
        crossings: source segments and the target segments they match, off the path.
        dots: source segment, target segment and likeness in 0..1; of more than 4,000 the strongest are drawn.
    """

    source: PlotSide
    target: PlotSide
    beads: tuple[Bead, ...]
    signature: Signature = field(default_factory=Signature)
    doubtful_below: float = 0.7
    bead: int | None = None
    window: int | None = None
    rivals: tuple[tuple[range, range, float], ...] = ()
    points: tuple[tuple[int, int], ...] = ()
    crossings: tuple[tuple[range, range], ...] = ()
    dots: tuple[tuple[int, int, float], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what lies outside the texts, and a window around nothing."""
        counts = self.source.count, self.target.count
        ends = [(max(bead.source, default=-1) + 1, max(bead.target, default=-1) + 1) for bead in self.beads]
        ends += list(self.points)
        ends += [(one.stop, other.stop) for one, other in self.crossings]
        ends += [(one.stop, other.stop) for one, other, _ in self.rivals]
        ends += [(i + 1, j + 1) for i, j, _ in self.dots]
        for end in ends:
            if not (0 <= end[0] <= counts[0] and 0 <= end[1] <= counts[1]):
                raise ModelError(
                    f"a mark ends at {end}, but the texts have {counts[0]} {self.source.lang} and {counts[1]} "
                    f"{self.target.lang} segments"
                )
        if not 0.0 <= self.doubtful_below <= 1.0:
            raise ModelError(f"doubtful_below {self.doubtful_below} is not in 0..1")
        if self.bead is not None and not 0 <= self.bead < len(self.beads):
            raise ModelError(f"there is no bead {self.bead}; the last one is {len(self.beads) - 1}")
        if self.window is not None and (self.window < 0 or self.bead is None):
            raise ModelError("a window of 0 or more segments lies around a bead; name the bead")

    @classmethod
    def of(cls, alignment: Alignment) -> DotPlot:
        """The dot plot of `alignment`; take `dataclasses.replace` to show more on it."""
        return cls(
            source=PlotSide.of(alignment.source),
            target=PlotSide.of(alignment.target),
            beads=alignment.beads,
            signature=alignment.signature,
        )

    @property
    def strongest_dots(self) -> tuple[tuple[int, int, float], ...]:
        """The `dots` that are drawn, the weakest first."""
        return tuple(sorted(sorted(self.dots, key=_by_strength)[:_MOST_DOTS], key=_by_strength, reverse=True))


def _by_strength(dot: tuple[int, int, float]) -> tuple[float, int, int]:
    return -dot[2], dot[0], dot[1]


def render_dot_plot(plot: DotPlot) -> str:
    """`plot` as an SVG file: the same plot gives the same characters; less than a megabyte for 50,000 segments a side.

    The file has a title and a description for those who do not see it, tooltips on its marks, and colours for light and
    for dark.
    """
    from align.report._plot_drawing import Drawing
    from align.report._templates import beside, environment

    template = environment(xml=True).get_template("dotplot.svg.j2")
    return template.render(drawing=Drawing.alone(plot), style=beside("dotplot.css"))
