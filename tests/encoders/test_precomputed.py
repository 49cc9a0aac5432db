"""Vectors from files: what is read, how texts find theirs, and what does not fit together."""

from __future__ import annotations

import numpy as np
import pytest

from align.aligners.semantic import SemanticAligner
from align.encoders.hashing import HashingEncoder
from align.encoders.precomputed import PrecomputedEncoder
from align.errors import EncodingError, FormatError, InputError, UnknownNameError, UsageError
from align.model import Block, Document, Segment

EN = ["It rained.", "Nobody had an umbrella, so we stayed at home.", "Then the sun came out.", "We left."]
DE = ["Es regnete.", "Niemand hatte einen Schirm, wir blieben zu Hause.", "Dann kam die Sonne.", "Wir gingen."]


def write(path, lines):
    """A text file with these lines."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def vectors(lines, dimensions=16):
    """Vectors of the encoder for tests."""
    return HashingEncoder(dimensions=dimensions).encode(lines)


def npy(folder, name, lines, rows=None):
    """`name` with the lines and `name`.npy with a row for each."""
    write(folder / name, lines)
    np.save(folder / f"{name}.npy", vectors(lines) if rows is None else rows)
    return folder / f"{name}.npy"


def runs_of(lines, most):
    """The lines of Vecalign's overlap file: distinct runs, joined with a space, sorted, and its padding."""
    out = {"PAD"} | {" ".join(lines[i : i + n]) for n in range(1, most + 1) for i in range(len(lines) - n + 1)}
    return sorted(out)


def overlaps(folder, name, lines, most=4):
    """`name` and `name`.emb as Vecalign's users have them."""
    runs = runs_of(lines, most)
    write(folder / name, runs)
    vectors(runs).astype("<f4").tofile(folder / f"{name}.emb")
    return folder / f"{name}.emb"


def document(lines, lang):
    """A document with a segment a line."""
    starts = np.cumsum([0, *(len(line) + 1 for line in lines)]).tolist()
    places = [(start, start + len(line)) for start, line in zip(starts, lines, strict=False)]
    return Document(
        id=lang,
        lang=lang,
        text="\n".join(lines),
        blocks=tuple(Block(kind="paragraph", start=start, end=end) for start, end in places),
        segments=tuple(
            Segment(id=f"s{number}", text=line, start=start, end=end, block=number)
            for number, (line, (start, end)) in enumerate(zip(lines, places, strict=True))
        ),
    )


def test_texts_find_their_rows(tmp_path):
    """By text, whatever the order and the white space; each in the file that holds it."""
    encoder = PrecomputedEncoder(source=npy(tmp_path, "a.en", EN), target=npy(tmp_path, "a.de", DE))
    rows = encoder.encode(EN)
    assert encoder.dimensions == 16
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert np.array_equal(encoder.encode([EN[2], " It  rained.\n"]), rows[[2, 0]])
    assert encoder.encode(DE).shape == (4, 16)
    assert not encoder.encode([" "]).any()


def test_a_text_in_both_files_has_the_vector_of_its_own(tmp_path):
    """A number stands in both texts, and encoders of one language each give it two vectors."""
    one, other = ["2023", *EN], ["2023", *DE]
    encoder = PrecomputedEncoder(
        source=npy(tmp_path, "a.en", one), target=npy(tmp_path, "a.de", other, -vectors(other))
    )
    source, target = encoder.encode(one), encoder.encode(other)
    assert source[0] @ target[0] < 0


def test_the_mean_of_a_file_is_taken_out(tmp_path):
    """Vectors in a narrow cone come out of it."""
    rows = vectors(EN) * 0.3
    rows[:, 0] += 1.0
    encoder = PrecomputedEncoder(source=npy(tmp_path, "a.en", EN, rows))
    cosines = encoder.encode(EN) @ encoder.encode(EN).T
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    assert cosines.min() < (unit @ unit.T).min()


@pytest.mark.parametrize("kind", ["<f4", ">f4", "<f8", "<f2"])
def test_npy_may_hold_any_floating_point_numbers(tmp_path, kind):
    """They are read as float32."""
    rows = PrecomputedEncoder(source=npy(tmp_path, "a.en", EN, vectors(EN).astype(kind))).encode(EN)
    assert rows.dtype == np.float32
    assert np.abs(rows - PrecomputedEncoder(source=npy(tmp_path, "b.en", EN)).encode(EN)).max() < 1e-3


@pytest.mark.parametrize(("vector_name", "text_name"), [("a.en.npy", "a.en"), ("a.npy", "a.txt"), ("a.x.emb", "a.x")])
def test_the_text_file_is_found_beside_the_vectors(tmp_path, vector_name, text_name):
    """By the name without the last suffix, or with .txt."""
    write(tmp_path / text_name, EN)
    if vector_name.endswith(".npy"):
        np.save(tmp_path / vector_name, vectors(EN))
    else:
        vectors(EN).tofile(tmp_path / vector_name)
    assert PrecomputedEncoder(source=tmp_path / vector_name).encode(EN).shape == (4, 16)


def test_the_text_file_may_have_another_name(tmp_path):
    """As the option says; with a byte order mark and carriage returns too."""
    np.save(tmp_path / "v.npy", vectors(EN))
    (tmp_path / "lines").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(EN).encode())
    encoder = PrecomputedEncoder(source=tmp_path / "v.npy", source_text=tmp_path / "lines")
    assert encoder.encode(EN).shape == (4, 16)


def test_rows_of_sentences_give_pooled_runs(tmp_path):
    """An .npy with a row a sentence is enough for runs of any size."""
    runs = PrecomputedEncoder(source=npy(tmp_path, "a.en", EN)).overlaps(EN, "en")
    assert len(runs) == 4
    assert np.linalg.norm(runs.vectors(np.arange(2), 3), axis=1) == pytest.approx(np.ones(2), abs=1e-5)


def test_overlap_files_give_the_runs_themselves(tmp_path):
    """Each run has the vector of its line."""
    encoder = PrecomputedEncoder(source=overlaps(tmp_path, "o.en", EN))
    runs = encoder.overlaps(EN, "en")
    assert np.array_equal(runs.vectors(np.asarray([1]), 2), encoder.encode([" ".join(EN[1:3])]))


def test_lines_are_cut_where_vecalign_cuts_them(tmp_path):
    """After 10,000 characters."""
    long = ["a" * 6000, "b" * 6000]
    lines = [*long, " ".join(long)[:10_000]]
    write(tmp_path / "o", lines)
    vectors(lines).tofile(tmp_path / "o.emb")
    runs = PrecomputedEncoder(source=tmp_path / "o.emb").overlaps(long, "en")
    assert runs.vectors(np.asarray([0]), 2).shape == (1, 16)


def test_a_missing_run_is_an_error_that_names_the_first(tmp_path):
    """Never a vector made up; the remedy is said."""
    runs = PrecomputedEncoder(source=overlaps(tmp_path, "o.en", EN, most=2)).overlaps(EN, "en")
    with pytest.raises(InputError) as caught:
        runs.vectors(np.asarray([1, 0]), 3)
    for part in ("o.en: no line reads 'Nobody had", "a run of 3 segments", "at least 3 sentences", "runs=pooled"):
        assert part in str(caught.value)
    pooled = PrecomputedEncoder(source=tmp_path / "o.en.emb", runs="pooled").overlaps(EN, "en")
    assert pooled.vectors(np.asarray([1, 0]), 3).shape == (2, 16)


def test_a_missing_sentence_is_an_error_that_names_the_first(tmp_path):
    """Vectors for another text do not serve."""
    encoder = PrecomputedEncoder(source=npy(tmp_path, "a.en", EN), target=npy(tmp_path, "a.de", DE))
    with pytest.raises(InputError, match=r"a\.de: no line reads 'Neu', so it has no vector; .* another text"):
        encoder.overlaps([DE[0], "Neu", DE[1], "Noch eins"], "de")
    with pytest.raises(InputError, match=r"no line reads 'xx*…'"):
        encoder.encode(["x" * 1000])


def test_given_runs_may_be_asked_of_npy(tmp_path):
    """The option says how runs are made."""
    source = npy(tmp_path, "o.en", runs_of(EN, 2))
    encoder = PrecomputedEncoder(source=source, runs="given")
    assert np.array_equal(encoder.overlaps(EN, "en").vectors(np.asarray([2]), 2), encoder.encode([" ".join(EN[2:])]))
    with pytest.raises(UnknownNameError, match="no kind of runs named 'joined'; known: given, pooled"):
        PrecomputedEncoder(source=source, runs="joined")


def test_a_raw_file_of_the_wrong_size_is_an_error_with_numbers(tmp_path):
    """Bytes, lines, and what to do."""
    path = overlaps(tmp_path, "o.en", EN)
    lines = len(runs_of(EN, 4))
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(FormatError) as caught:
        PrecomputedEncoder(source=path)
    for part in (f"has {lines * 64 - 4} bytes", f"the {lines} lines of", "o.en", "encode that very file again"):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (vectors(EN)[:3], "holds 3 vectors, but .* has 4 lines"),
        (vectors(EN)[0], r"holds float32 of shape \(16,\); needed are .* shape \(4, dimensions\)"),
        (np.zeros((4, 16), dtype=np.int64), "holds int64"),
        (np.zeros((4, 0)), r"of shape \(4, 0\)"),
        (np.asarray([{}]), "not an array of numbers"),
        (
            np.where(np.arange(64).reshape(4, 16) == 40, np.nan, 1.0),
            "vector of line 3 has a value that is not a finite",
        ),
        (np.where(np.arange(64).reshape(4, 16) == 0, np.inf, 1.0), "vector of line 1"),
        (np.where(np.arange(64).reshape(4, 16) == 20, 1e300, 1.0), "vector of line 2 has a value that is not a finite"),
        (np.where(np.arange(64).reshape(4, 16) == 20, -1e20, 1.0), r"vector of line 2 has a value as large as 1e\+20"),
        (np.zeros((4, 16)), "all vectors are zero, so they tell nothing"),
    ],
)
def test_an_npy_that_does_not_do_is_an_error(tmp_path, rows, message):
    """Wrong number of rows, wrong shape, no numbers, values that are not finite."""
    with pytest.raises(FormatError, match=message) as caught:
        PrecomputedEncoder(source=npy(tmp_path, "a.en", EN, rows))
    assert str(caught.value).startswith(str(tmp_path / "a.en.npy"))


def test_an_npy_that_was_cut_off_is_an_error(tmp_path):
    """A download that stopped half way."""
    path = npy(tmp_path, "a.en", EN)
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(FormatError, match="not an array of numbers"):
        PrecomputedEncoder(source=path)
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(FormatError, match="not an array of numbers"):
        PrecomputedEncoder(source=path)


def test_one_text_with_two_vectors_is_an_error(tmp_path):
    """The lines are named; rounding does not count."""
    lines = [*EN, EN[0]]
    rows = vectors(lines)
    rows[4] += 1e-4
    PrecomputedEncoder(source=npy(tmp_path, "a.en", lines, rows))
    rows[4] = rows[1]
    with pytest.raises(FormatError, match=r"a\.en:5: lines 1 and 5 have the same text but different vectors"):
        PrecomputedEncoder(source=npy(tmp_path, "a.en", lines, rows))


def test_both_sides_have_the_same_dimensions(tmp_path):
    """Otherwise they come from two encoders."""
    other = npy(tmp_path, "a.de", DE, vectors(DE, 8))
    with pytest.raises(InputError, match=r"a\.de\.npy: has vectors of 8 dimensions, but .*a\.en\.npy of 16"):
        PrecomputedEncoder(source=npy(tmp_path, "a.en", EN), target=other)


def test_files_that_cannot_be_read_are_errors(tmp_path):
    """Missing, empty, not UTF-8, a folder."""
    with pytest.raises(UsageError, match=r"needs files of vectors, such as precomputed:source=a\.npy,target=b\.npy"):
        PrecomputedEncoder()
    with pytest.raises(InputError, match=r"no text file for these vectors: neither .*gone nor .*gone\.txt is there"):
        PrecomputedEncoder(source=tmp_path / "gone.npy")
    with pytest.raises(InputError, match=r"gone\.npy: cannot be read"):
        PrecomputedEncoder(source=tmp_path / "gone.npy", source_text=write(tmp_path / "t", EN))
    with pytest.raises(InputError, match="cannot be read"):
        PrecomputedEncoder(source=npy(tmp_path, "a", EN), source_text=tmp_path)
    with pytest.raises(FormatError, match="no lines"):
        PrecomputedEncoder(source=tmp_path / "a.npy", source_text=write(tmp_path / "empty", []))
    (tmp_path / "latin").write_bytes(b"caf\xe9\n")
    with pytest.raises(EncodingError, match=r"latin: not UTF-8 \(byte 3\)"):
        PrecomputedEncoder(source=tmp_path / "a.npy", source_text=tmp_path / "latin")


def test_the_signature_follows_the_files(tmp_path):
    """Other vectors give another one; the same files elsewhere give the same."""
    one = PrecomputedEncoder(source=npy(tmp_path, "a.en", EN)).signature
    (tmp_path / "elsewhere").mkdir()
    assert PrecomputedEncoder(source=npy(tmp_path / "elsewhere", "b.en", EN)).signature == one
    assert PrecomputedEncoder(source=npy(tmp_path, "a.en", EN, -vectors(EN))).signature != one
    assert PrecomputedEncoder(source=npy(tmp_path, "a.en", EN), runs="pooled").signature == f"{one}.pooled"


def test_languages_are_those_that_were_named(tmp_path):
    """Any, if none was: who made the vectors knew the texts."""
    source = npy(tmp_path, "a.en", EN)
    assert PrecomputedEncoder(source=source).knows("tlh")
    encoder = PrecomputedEncoder(source=source, languages=["en", "de"])
    assert (encoder.knows("de-AT"), encoder.knows("zh")) == (True, False)


def test_users_of_vecalign_can_move_over(tmp_path):
    """Their overlaps and vectors align their lines."""
    files = overlaps(tmp_path, "overlaps.en", EN, most=6), overlaps(tmp_path, "overlaps.en2", EN, most=6)
    aligner = SemanticAligner(encoder=f"precomputed:source={files[0]},target={files[1]}")
    beads = aligner.align(document(EN, "en"), document(EN, "de"))
    assert [(bead.source, bead.target) for bead in beads] == [((number,), (number,)) for number in range(4)]
