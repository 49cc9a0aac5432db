"""The work on one pair of files after another, here or in several processes."""

from __future__ import annotations

import logging
import os
import signal
from collections import defaultdict, deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING, ClassVar, Literal

from align.aligners import Selective
from align.corpus.batch_state import Figures
from align.corpus.two_files import read_two, write_alignment
from align.errors import AlignError, OutputError, UsageError
from align.lang import primary
from align.pairing import doubts, make_aligner, pair, serving_aligner
from align.pipeline import make_segmenter
from align.terminology.dictionary import Dictionary, read_dictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
    from pathlib import Path

    from align.aligners import Aligner
    from align.aligners.together import Lesson
    from align.corpus.batch import PairOptions
    from align.corpus.pairing import FilePair
    from align.model import Document

__all__ = ["Message", "Result", "Step", "Work", "done_in_order", "learnt"]

_log = logging.getLogger(__name__)

Step = Literal["align", "lesson"]
Message = tuple[str, int, str]
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a process has to know to work on any pair.

    Attributes:
        options: how pairs are aligned.
        out: folder for the results.
        dictionary: that of the options, read.
        lexicons: what all documents have taught, by the languages of source and target.
    """

    options: PairOptions
    out: Path
    dictionary: Dictionary | None = None
    lexicons: Mapping[tuple[str, str], Mapping[tuple[str, str], float]] = field(default_factory=dict)

    @classmethod
    def of(cls, options: PairOptions, out: Path) -> Work:
        """The work that `options` describe.

        Raises:
            UsageError: an option is wrong.
            InputError: the rules or the dictionary cannot be read.
        """
        make_segmenter(options.segmenter, rules=options.rules)
        dictionary = None if options.dictionary is None else read_dictionary(options.dictionary)
        work = cls(options=options, out=out, dictionary=dictionary)
        aligner = work.aligner({})
        if options.learn_together and not (isinstance(aligner, Selective) or _is_lexical(aligner)):
            raise UsageError(f"the aligner {options.aligner!r} learns nothing from documents; choose lexical")
        return work

    def aligner(self, entries: Mapping[tuple[str, str], float]) -> Aligner:
        """The aligner of the options; with these entries, if they name a dictionary."""
        given = None if self.dictionary is None else entries
        return make_aligner(self.options.aligner, encoder=self.options.encoder, dictionary=given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a step.

    Attributes:
        figures: of the alignment that was written.
        lesson: what the documents teach, and their languages.
        reason: why nothing came of it, with the file; empty if all went well.
        said: logger, level and text of each message about this pair.
        notes: likewise, about its languages; worth saying once.
    """

    figures: Figures | None = None
    lesson: tuple[tuple[str, str], Lesson] | None = None
    reason: str = ""
    said: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()


def _is_lexical(aligner: object) -> bool:
    from align.aligners.lexical import LexicalAligner

    return isinstance(aligner, LexicalAligner)


class _Worker:
    """Works on pairs; keeps the model, and the aligner of each pair of languages, from one to the next."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._segmenter = make_segmenter(work.options.segmenter, rules=work.options.rules)
        self._aligners: dict[tuple[str, str], Aligner] = {}
        self._words: dict[tuple[str, str], dict[tuple[str, str], float]] = {}

    def attempt(self, step: Step, files: FilePair) -> Result:
        """Do a step; whatever goes wrong is the reason that the result gives."""
        with _collected() as said:
            try:
                result = self._align(files) if step == "align" else self._learn(files)
            except AlignError as error:
                reason = str(error)
                known = reason.startswith((str(files.source), str(files.target)))
                result = Result(reason=reason if known else f"{files.source}: {reason}")
            except MemoryError:
                result = Result(reason=f"{files.source}: there is not enough memory for this; cut the text into parts")
            except Exception as error:  # noqa: BLE001 - a mistake of ours in one pair must not end the others
                what = f"{type(error).__name__}: {error}"[:300]
                result = Result(reason=f"{files.source}: a mistake in align itself ({what}); please report it")
        return replace(result, said=tuple(said))

    def _align(self, files: FilePair) -> Result:
        first, second = self._read(files)
        with _collected() as notes:
            if self._work.dictionary is not None:
                count = len(self._entries(first.lang, second.lang))
                level = logging.INFO if count else logging.WARNING
                _log.log(level, "the dictionary has %d entries for %s-%s", count, first.lang, second.lang)
            aligner = serving_aligner(self._aligner(first.lang, second.lang), first.lang, second.lang)
        taught = self._taught(aligner, first, second)
        made = pair(first, second, aligner=taught)
        made = replace(made, signature=made.signature.with_items(segmenter=self._segmenter.signature))
        doubts(made, aligner=aligner)  # not `taught`: what these texts taught it makes any two of them look related
        place = self._work.out / files.name
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"the folder {place.parent} cannot be made: {error.strerror}") from error
        write_alignment(made, place, files.format)
        return Result(figures=Figures.of(made, below=self._work.options.doubtful), notes=tuple(notes))

    def _learn(self, files: FilePair) -> Result:
        from align.aligners.together import lesson_of

        first, second = self._read(files)
        aligner = serving_aligner(self._aligner(first.lang, second.lang), first.lang, second.lang)
        if not _is_lexical(aligner):
            return Result()
        lesson = lesson_of(first, second, aligner.align(first, second))
        return Result(lesson=((primary(first.lang), primary(second.lang)), lesson))

    def _read(self, files: FilePair) -> tuple[Document, Document]:
        encoding = self._work.options.encoding
        return read_two(files.source, files.target, tags=files.tags, segmenter=self._segmenter, encoding=encoding)

    def _entries(self, source: str, target: str) -> dict[tuple[str, str], float]:
        """Those of the dictionary that are between two languages."""
        if self._work.dictionary is None:
            return {}
        if (source, target) not in self._words:
            self._words[source, target] = self._work.dictionary.between(source, target)
        return self._words[source, target]

    def _aligner(self, source: str, target: str) -> Aligner:
        languages = (source, target) if self._work.dictionary else ("", "")  # one model serves all, if it can
        if languages not in self._aligners:
            self._aligners[languages] = self._work.aligner(self._entries(source, target))
        return self._aligners[languages]

    def _taught(self, aligner: Aligner, source: Document, target: Document) -> Aligner:
        """`aligner`, with what all documents have taught, if it is one that learns."""
        from align.aligners.lexical import LexicalAligner

        lexicon = self._work.lexicons.get((primary(source.lang), primary(target.lang)))
        if not lexicon or not isinstance(aligner, LexicalAligner):
            return aligner
        return LexicalAligner(dictionary=self._entries(source.lang, target.lang), lexicon=lexicon)


class _Keeper(logging.Handler):
    """Keeps what is said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Message] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append((record.name, record.levelno, record.getMessage()))


@contextmanager
def _collected() -> Iterator[list[Message]]:
    """What the package says meanwhile, kept back."""
    keeper = _Keeper()
    logger = logging.getLogger("align")
    before = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [keeper], False
    try:
        yield keeper.said
    finally:
        logger.handlers, logger.propagate = before


def done_in_order(work: Work, pairs: Sequence[FilePair], *, jobs: int, step: Step = "align") -> Generator[Result]:
    """The result of a step for each pair, in their order; what the package says about a pair is said at its turn.

    A pair on which a process dies (for want of memory, mostly) has no result but a reason, and the rest is done.

    Args:
        work: what to do.
        pairs: on these.
        jobs: in so many processes; 1 means in this one.
        step: align and write, or only learn, about which nothing is said.
    """
    noted: set[Message] = set()
    for files, result in zip(pairs, _results(work, pairs, jobs=jobs, step=step), strict=True):
        if step == "align":
            named = (str(files.source), str(files.target))
            for name, level, text in result.said:
                shown = text if text.startswith(named) else f"{files.name}: {text}"
                logging.getLogger(name).log(level, "%s", shown)
            for note in result.notes:
                if note not in noted:
                    logging.getLogger(note[0]).log(note[1], "%s", note[2])
                noted.add(note)
        yield result


def _results(work: Work, pairs: Sequence[FilePair], *, jobs: int, step: Step) -> Generator[Result]:
    if jobs == 1 or len(pairs) < 2:
        worker = _Worker(work)
        for files in pairs:
            yield worker.attempt(step, files)
        return
    waiting = deque(pairs)
    while waiting:
        with _pool(work, min(jobs, len(waiting))) as pool:
            futures = [pool.submit(_attempt, step, files) for files in waiting]
            try:
                for future in futures:
                    result = future.result()
                    waiting.popleft()
                    yield result
            except BrokenProcessPool:
                _log.debug("a process has died; what has no result yet is tried again")
        if waiting:  # whichever pair it was, the first one is tried by itself
            yield _by_itself(work, waiting.popleft(), step)


def _by_itself(work: Work, files: FilePair, step: Step) -> Result:
    with _pool(work, 1) as pool:
        try:
            return pool.submit(_attempt, step, files).result()
        except BrokenProcessPool:
            return Result(
                reason=f"{files.source}: the process that aligned it has died; perhaps there was not enough memory"
            )


@contextmanager
def _pool(work: Work, jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that are ready to work, each with one thread; when the block ends, nothing new is begun."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))  # read when numpy is first imported, so before a process starts
    level = logging.getLogger("align").getEffectiveLevel()
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(work, level))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class _Process:
    """What this process, if it is one of a pool, was started for."""

    worker: ClassVar[_Worker]


def _begin(work: Work, level: int) -> None:
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches all processes of a terminal; the first one ends the rest
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    logging.getLogger("align").setLevel(level)
    _Process.worker = _Worker(work)


def _end_with(sentinel: int) -> None:
    """End this process when the one that started it is gone, even if that was killed."""
    wait([sentinel])
    os._exit(1)


def _attempt(step: Step, files: FilePair) -> Result:
    return _Process.worker.attempt(step, files)


def learnt(work: Work, pairs: Sequence[FilePair], *, jobs: int, tell: Callable[[str, int], None]) -> Work:
    """`work` with the lexicons that the documents of all pairs teach, one for each pair of languages.

    Args:
        work: as it is.
        pairs: all pairs; one that cannot be read teaches nothing.
        jobs: number of processes.
        tell: called with the step and how many pairs are done.
    """
    from align.aligners.together import learn_together

    lessons: dict[tuple[str, str], list[Lesson]] = defaultdict(list)
    for number, result in enumerate(done_in_order(work, pairs, jobs=jobs, step="lesson")):
        tell(f"learning from {pairs[number].name}", number + 1)
        if result.lesson is not None:
            languages, lesson = result.lesson
            lessons[languages].append(lesson)
    lexicons = {languages: learn_together(several) for languages, several in sorted(lessons.items())}
    for (source, target), lexicon in lexicons.items():
        count = len(lessons[source, target])
        _log.info("%d pairs of words were learnt from %d documents (%s-%s)", len(lexicon), count, source, target)
    if not lexicons:
        _log.warning("nothing was learnt together, for lexical aligns none of these documents")
    return replace(work, lexicons=lexicons)
