"""The folder of a memory: adding, merging, removing, and what it takes not to lose anything."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import jsonschema
import pytest

from align.errors import InputError, LanguageError, MissingExtraError, OutputError, UnknownNameError, UsageError
from align.memory import Memory, Selection, _indexes, store
from align.memory._index import DamagedIndexError, Index
from align.model import InlineCode, Property, TranslationUnit, Variant
from align.pipeline import read_units, write_units
from align.resources import schema_path

TEXTS = [
    {"en": f"Sentence number {number} of the text.", "de": f"Satz Nummer {number} des Textes."} for number in range(60)
]


@pytest.fixture
def many(unit):
    """Sixty units in two languages."""
    return [unit(number, texts) for number, texts in enumerate(TEXTS)]


def texts_of(memory):
    """The texts of all units, in the order of the memory."""
    return [tuple(variant.text for variant in unit.variants) for unit in memory.export()]


def test_a_memory_says_what_it_holds(folder):
    """Units, texts in each language, documents, size."""
    with Memory.open(folder) as memory:
        info = memory.info()
        assert memory.languages == ("en", "fr", "zh")
        assert len(memory) == info.units == 5
    assert dict(info.languages) == {"en": 5, "fr": 4, "zh": 4}
    ((document, count),) = info.documents
    assert (document.document, document.date, count) == ("readout", "2023-12-28", 5)
    assert info.bytes_on_disk > 0
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["version"], manifest["units"], manifest["languages"]["en"]) == (1, 5, 5)
    assert manifest["signature"] == info.signature
    jsonschema.validate(manifest, json.loads(schema_path("memory.schema.json").read_text(encoding="utf-8")))


def test_what_was_added_comes_out_again(folder, units, tmp_path):
    """Texts, order and beads; document, date and publisher as properties."""
    with Memory.open(folder) as memory:
        out = list(memory.export())
    assert [unit.variants for unit in out] == [unit.variants for unit in units]
    assert [unit.origin for unit in out] == [unit.origin for unit in units]
    assert {one.name: one.value for one in out[0].properties} == {
        "document": "readout",
        "date": "2023-12-28",
        "publisher": "Ministry",
    }
    write_units(out, tmp_path / "out.tmx")
    assert len(read_units(tmp_path / "out.tmx")) == 5


def test_a_memory_from_its_own_export_is_the_same(folder, tmp_path):
    """Document, date and publisher of a unit win over what is said of all."""
    with Memory.open(folder) as memory, Memory.open(tmp_path / "copy", writable=True) as copy:
        copy.add(memory.export(), document="another", date="1999")
        assert texts_of(copy) == texts_of(memory)
        assert [one.document for one, _ in copy.info().documents] == ["readout"]
        assert (
            copy.lookup("各国应携手建设人类命运共同体。", source="zh", target="en")[0].origins[0].date == "2023-12-28"
        )


def test_codes_notes_and_properties_are_kept(tmp_path):
    """Inline codes are no part of the text that is looked up, and come out where they were."""
    content = ("Press ", InlineCode(kind="bpt", content="<b>", attributes=(("i", "1"),)), "OK", InlineCode(kind="ept"))
    given = TranslationUnit(
        id="u1",
        variants=(
            Variant(lang="en", content=content, properties=(Property(name="x-by", value="me"),)),
            Variant(lang="de", content=("OK drücken",)),
        ),
        notes=("a note",),
        properties=(Property(name="domain", value="software"),),
    )
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([given], document="d")
        (out,) = memory.export()
        assert memory.lookup("Press OK", source="en", target="de")[0].kind == "exact"
    assert (out.variants, out.notes) == (given.variants, given.notes)
    assert Property(name="domain", value="software") in out.properties


def test_notes_of_the_same_unit_are_pooled(tmp_path, unit):
    """A unit that is there already brings its notes along."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        for note in ("one", "two"):
            memory.add([unit(1, {"en": "A.", "de": "B."}, notes=(note,))], document=note)
        (out,) = memory.export()
    assert out.notes == ("one", "two")


def test_adding_the_same_again_changes_nothing(folder, units):
    """Not even a place in the document is doubled."""
    with Memory.open(folder, writable=True) as memory:
        before = memory.info()
        added = memory.add(units, document="readout", date="2023-12-28", publisher="Ministry", file="readout.tmx")
        after = memory.info()
    assert (added.new, added.merged) == (0, 5)
    assert before.documents == after.documents


def test_the_same_unit_in_another_document_gets_one_more_origin(folder, units):
    """And stays one unit."""
    with Memory.open(folder, writable=True) as memory:
        added = memory.add(units[:2], document="reprint", date="2024")
        match = memory.lookup(units[0].variants[0].text, source="zh", target="en")[0]
        assert len(memory) == 5
    assert (added.new, added.merged) == (0, 2)
    assert [one.document for one in match.origins] == ["readout", "reprint"]


@pytest.mark.parametrize(
    ("keep", "dates", "expected", "counts"),
    [
        ("all", ("2019", "2020"), ["Alt", "Neu"], {"new": 1}),
        ("first", ("2019", "2020"), ["Alt"], {"put_aside": 1}),
        ("newest", ("2019", "2020"), ["Neu"], {"replaced": 1}),
        ("newest", ("2020", "2019"), ["Alt"], {"put_aside": 1}),
        ("newest", (None, None), ["Neu"], {"replaced": 1}),
        ("newest", ("2019", None), ["Neu"], {"replaced": 1}),
    ],
)
def test_rules_for_two_translations_of_one_text(tmp_path, unit, keep, dates, expected, counts):  # noqa: PLR0917 - a table
    """By the dates of the documents, else by the order in which they come; no origin is lost."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([unit(1, {"en": "Old or new.", "de": "Alt"})], document="one", date=dates[0])
        added = memory.add([unit(1, {"en": "Old or new.", "de": "Neu"})], document="two", date=dates[1], keep=keep)
        matches = memory.lookup("Old or new.", source="en", target="de")
        assert sorted(match.target for match in matches) == expected
        assert len(memory) == len(expected) == sum(count for _, count in memory.info().languages) / 2
    assert {name: getattr(added, name) for name in counts} == counts
    origins = [one for match in matches for one in match.origins]
    assert {one.document for one in origins} == {"one", "two"}
    assert sum(not one.same_wording for one in origins) == 2 - len(expected)


def test_the_newest_of_many_translations_stays_alone(tmp_path, unit):
    """All older ones give way at once; one that is newer still stays."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        for year in (2017, 2018, 2019):
            memory.add([unit(1, {"en": "One.", "de": f"Wort von {year}"})], document=str(year), date=str(year))
        assert (
            memory.add([unit(1, {"en": "One.", "de": "Alt"})], document="x", date="2018", keep="newest").put_aside == 1
        )
        assert (
            memory.add([unit(1, {"en": "One.", "de": "Neu"})], document="y", date="2020", keep="newest").replaced == 3
        )
        (match,) = memory.lookup("One.", source="en", target="de")
    assert match.target == "Neu"
    assert [one.document for one in match.origins if not one.same_wording] == ["2017", "2018", "2019", "x"]


def test_a_translation_into_fewer_languages_replaces_nothing(tmp_path, unit):
    """What only the older unit has would be lost."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([unit(1, {"en": "A text.", "de": "Ein Text.", "fr": "Un texte."})], document="one")
        memory.add([unit(1, {"en": "A text.", "de": "Text."})], document="two", keep="newest")
        assert len(memory) == 2


def test_empty_sides_are_counted(tmp_path, unit):
    """A unit with one text stays, for the search; one without any cannot."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        added = memory.add(
            [unit(1, {"en": "Text.", "de": " "}), unit(2, {"en": "", "de": "\n"}), unit(3, {"en": "A.", "de": "B."})],
            document="d",
        )
        assert memory.lookup("Text.", source="en", target="de") == []
        assert memory.search("text").total == 1
    assert (added.units, added.new, added.empty, added.one_sided) == (3, 2, 1, 1)


def test_a_target_without_anything_is_no_target(tmp_path):
    """OmegaT writes an empty segment where a translator wants no words; it has no content at all."""
    variants = (Variant(lang="en", content=("Text.",)), Variant(lang="de", content=()))
    empty = TranslationUnit(id="u1", variants=variants)
    with Memory.open(tmp_path / "m", writable=True) as memory:
        added = memory.add([empty, empty], document="d")
        assert [one.lang for one in next(memory.export()).variants] == ["en"]
    assert (added.new, added.merged, added.one_sided) == (1, 1, 1)


def test_a_document_can_be_removed(folder, unit, units):
    """What comes from elsewhere too stays, and no longer comes from there."""
    with Memory.open(folder, writable=True) as memory:
        memory.add([*units[:2], unit(9, {"zh": "新句子在这里。", "en": "A new sentence is here."})], document="other")
        assert memory.would_remove(Selection(document="readout")) == 3
        assert memory.remove(Selection(document="readout")) == 3
        assert len(memory) == 3
        assert dict(memory.info().languages) == {"en": 3, "zh": 3, "fr": 2}
        assert [one.document for one, _ in memory.info().documents] == ["other"]
        assert memory.lookup(units[2].variants[0].text, source="zh", target="en") == []
        assert memory.lookup(units[0].variants[0].text, source="zh", target="en")[0].origins[0].document == "other"
        assert memory.search("conference").total == 0


def test_what_a_search_finds_can_be_removed(folder):
    """By the ids of its hits."""
    with Memory.open(folder, writable=True) as memory:
        ids = [hit.unit_id for hit in memory.search("common destiny", lang="en").hits]
        assert memory.remove(Selection(), matching=ids) == 1
        assert memory.search("common destiny").total == 0
        with pytest.raises(UsageError, match="say what to remove"):
            memory.remove(Selection())


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({"since": "2019"}, 2),
        ({"until": "2018-06"}, 1),
        ({"since": "2018-06-01", "until": "2019-12"}, 1),
        ({"until": "2020"}, 3),
        ({"publisher": "P"}, 1),
        ({"status": "checked"}, 1),
        ({"score": 0.5}, 2),
        ({"document": "none"}, 0),
    ],
)
def test_a_selection_is_by_origin(tmp_path, unit, selection, expected):
    """Dates may be of a year, a month or a day."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add([unit(1, {"en": "One.", "de": "Eins."}, score=0.2)], document="a", date="2018-03")
        memory.add([unit(2, {"en": "Two.", "de": "Zwei."}, score=0.9)], document="b", date="2019-05-05", publisher="P")
        memory.add([unit(3, {"en": "Three.", "de": "Drei."}, score=0.1, status="checked")], document="c", date="2020")
        assert len(list(memory.export(Selection(**selection)))) == expected


def test_a_rule_that_is_none_is_refused(folder, units):
    """With the nearest name."""
    with Memory.open(folder, writable=True) as memory, pytest.raises(UnknownNameError, match="'newest'"):
        memory.add(units, document="d", keep="newst")


def test_reading_only_means_that(folder, units):
    """Nothing can be added or removed."""
    with Memory.open(folder) as memory:
        with pytest.raises(UsageError, match="writable=True"):
            memory.add(units, document="d")
        with pytest.raises(UsageError, match="writable=True"):
            memory.remove(Selection(document="readout"))


def test_an_error_in_the_input_leaves_the_memory_as_it_was(folder, unit):
    """Units before the bad one included."""
    bad = [unit(7, {"en": "A good one.", "de": "Ein guter."}), unit(8, {"en": "Bad.", "no language": "x"})]
    with Memory.open(folder, writable=True) as memory:
        with pytest.raises(LanguageError):
            memory.add(bad, document="bad")
        assert len(memory) == 5
        assert memory.search("good one").total == 0
        memory.add(bad[:1], document="good")
        assert memory.lookup("A good one.", source="en", target="de")[0].kind == "exact"
    with Memory.open(folder) as memory:
        assert len(memory) == 6


def test_a_full_disk_leaves_the_memory_as_it_was(folder, many):
    """And is told in one line."""
    with Memory.open(folder, writable=True) as memory:
        pages = memory._units.write.execute("PRAGMA page_count").fetchone()[0]
        memory._units.write.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(OutputError, match="disk is full; what was committed before is kept"):
            memory.add(many * 20, document="d")
        assert len(memory) == 5
        memory._units.write.execute("PRAGMA max_page_count = 1000000")
        assert memory.add(many, document="d").new == 60
        assert memory.search("sentence number 7", lang="en").total == 1


def test_an_index_that_cannot_be_written_leaves_the_memory_as_it_was(folder, many, monkeypatch):
    """The units are not committed either."""

    def full(_index):
        raise DamagedIndexError("No space left on device")

    with Memory.open(folder, writable=True) as memory:
        with monkeypatch.context() as patch:
            patch.setattr(Index, "commit", full)
            with pytest.raises(OutputError, match="No space left"):
                memory.add(many, document="d")
        assert len(memory) == 5
        assert memory.add(many, document="d").new == 60
        assert memory.search("sentence number 7", lang="en").total == 1


def test_damage_inside_the_units_is_an_error_in_one_line(tmp_path, many):
    """Wherever it is met."""
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add(many, document="d")
    path = tmp_path / "m" / "units.sqlite"
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xa5" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(InputError, match="backup"), Memory.open(tmp_path / "m") as memory:
        list(memory.export())


def test_there_is_no_memory_without_units(tmp_path):
    """A folder that is not there, or holds something else, is not one."""
    with pytest.raises(InputError, match="align memory add"):
        Memory.open(tmp_path / "none")
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="is no memory"):
        Memory.open(tmp_path, writable=True)
    with pytest.raises(OutputError, match="is no memory"):
        Memory.open(tmp_path / "file.txt", writable=True)


def test_an_empty_memory_can_be_asked(tmp_path):
    """It has no languages, and says so."""
    with Memory.open(tmp_path / "m", writable=True):
        pass
    with Memory.open(tmp_path / "m") as memory:
        assert (len(memory), memory.languages) == (0, ())
        assert memory.search("x").total == 0
        with pytest.raises(UsageError, match="it has no units"):
            memory.lookup("x", source="en", target="de")


def test_missing_packages_are_named_by_their_extra(folder, monkeypatch):
    """In one line."""
    monkeypatch.setattr(store, "find_spec", lambda name: None if name == "tantivy" else object())
    with pytest.raises(MissingExtraError, match=r"align-toolkit\[memory\]"):
        Memory.open(folder)


def test_a_second_writer_is_told_who_the_first_one_is(folder):
    """Process, computer and since when; a reader is not kept out."""
    with Memory.open(folder, writable=True):
        with pytest.raises(OutputError, match=rf"written to by process {os.getpid()} on .+ since \d{{4}}-"):
            Memory.open(folder, writable=True)
        with Memory.open(folder) as reader:
            assert f"process {os.getpid()}" in reader.info().writer
    with Memory.open(folder) as reader:
        assert reader.info().writer is None
    Memory.open(folder, writable=True).close()


def test_the_lock_of_a_killed_writer_is_free(folder, caplog):
    """Whatever the clock said then; who it was is told."""
    caplog.set_level("INFO", logger="align")
    code = (
        "import os, signal, sys; from align.memory import Memory\n"
        "m = Memory.open(sys.argv[1], writable=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    lock = folder / "writer.lock"
    who = json.loads(lock.read_text(encoding="utf-8")) | {"since": "2999-01-01T00:00:00+00:00"}
    lock.write_text(json.dumps(who), encoding="utf-8")
    with Memory.open(folder, writable=True) as memory:
        assert len(memory) == 5
    assert "since 2999-01-01T00:00:00+00:00 did not end as it should" in caplog.text


def test_a_reader_sees_what_is_committed_while_it_is_open(folder, units, unit):
    """Without being opened again."""
    with Memory.open(folder) as reader:
        assert (
            reader.lookup("Something new.", source="en", target="de", threshold=0.9) == []
            if "de" in reader.languages
            else True
        )
        assert reader.search("conference").total == 1
        with Memory.open(folder, writable=True) as writer:
            writer.add([unit(1, {"en": "Another conference.", "de": "Eine andere Konferenz."})], document="new")
            assert reader.search("conference").total == 2
            assert reader.lookup("Another conference.", source="en", target="de")[0].kind == "exact"
        assert len(reader) == len(units) + 1


def test_many_threads_can_read(folder, units):
    """Each with its own connection."""
    wrong = []

    def ask(memory):
        for unit in units[:4]:
            found = memory.lookup(unit.variants[0].text, source="zh", target="en")
            if found[0].kind != "exact":
                wrong.append(found)

    with Memory.open(folder) as memory:
        threads = [threading.Thread(target=ask, args=(memory,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_a_newer_version_is_refused_and_says_how_to_go_on(folder):
    """An older program does not guess."""
    with sqlite3.connect(folder / "units.sqlite") as database:
        database.execute("UPDATE meta SET value = '2' WHERE name = 'version'")
    database.close()
    with pytest.raises(InputError, match=r"version 2.+pip install -U"):
        Memory.open(folder)


def test_units_that_are_damaged_are_an_error_in_one_line(folder):
    """They are the truth; nothing can stand in for them."""
    path = folder / "units.sqlite"
    path.write_bytes(b"\0" * 5000)
    with pytest.raises(InputError, match="backup"):
        Memory.open(folder)
    with pytest.raises(InputError, match="backup"):
        Memory.open(folder, writable=True)


@pytest.mark.parametrize("writable", [True, False])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "garbage", "version"])
def test_a_damaged_index_is_made_again(folder, units, caplog, damage, writable):
    """From the units, and it is said; look-up and search then give what they gave before."""
    index = folder / "index"
    if damage == "gone":
        shutil.rmtree(index)
    elif damage == "version":
        for path in index.iterdir():
            path.rename(path.with_suffix(".0"))
    else:
        for path in index.rglob("*"):
            if path.is_file() and path.suffix in {".idx", ".term", ".fast", ".json"} and not path.name.startswith("."):
                data = path.read_bytes()
                path.write_bytes({"empty": b"", "cut": data[: len(data) // 2], "garbage": b"\xff" * len(data)}[damage])
    with Memory.open(folder, writable=writable) as memory:
        assert memory.search("人类命运共同体", lang="zh").total == 2
        assert (
            memory.lookup("中国始终是世界和平的坚定建设者。", source="zh", target="en")[0].target
            == units[0].variants[1].text
        )
    assert "made again from the units" in caplog.text
    caplog.clear()
    with Memory.open(folder) as memory:
        assert memory.search("人类命运共同体", lang="zh").total == 2
    assert caplog.text == ""


def test_an_index_with_fewer_texts_than_the_units_is_made_again(folder, tmp_path, unit, caplog):
    """As when an old copy of it was put back."""
    shutil.copytree(folder / "index", tmp_path / "old")
    with Memory.open(folder, writable=True) as memory:
        memory.add([unit(1, {"en": "One more.", "fr": "Un de plus."})], document="more")
    shutil.rmtree(folder / "index")
    shutil.copytree(tmp_path / "old", folder / "index")
    with Memory.open(folder) as memory:
        assert memory.search("one more").total == 1
    assert "5 of 6 texts" in caplog.text


def test_a_memory_on_a_disk_that_cannot_be_written_to_is_read(folder, units, monkeypatch):
    """Nothing is made in its folder, not even a lock."""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    monkeypatch.setattr(_indexes, "may_write", lambda _: False)
    with Memory.open(folder) as memory:
        assert memory.lookup(units[0].variants[0].text, source="zh", target="en")[0].kind == "exact"
        assert memory.search("peace").total == 1
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_what_a_killed_writer_has_committed_is_read_on_such_a_disk(folder, monkeypatch):
    """Although it is still in a journal."""
    code = (
        "import os, signal, sys; from align.memory import Memory\n"
        "from align.model import TranslationUnit, Variant\n"
        "texts = {'en': 'A last word.', 'de': 'Ein letztes Wort.'}\n"
        "unit = TranslationUnit(id='u', variants=tuple(Variant(lang=l, content=(t,)) for l, t in texts.items()))\n"
        "m = Memory.open(sys.argv[1], writable=True); m.add([unit], document='d'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert (folder / "units.sqlite-wal").stat().st_size
    monkeypatch.setattr(_indexes, "may_write", lambda _: False)
    with Memory.open(folder) as memory:
        assert memory.lookup("A last word.", source="en", target="de")[0].kind == "exact"
        assert len(memory) == 6


def test_a_memory_can_be_moved_and_copied(folder, tmp_path, units):
    """A folder is all there is."""
    place = Path(shutil.move(folder, tmp_path / "元 memory"))
    with Memory.open(place, writable=True) as memory:
        assert memory.lookup(units[0].variants[0].text, source="zh", target="en")[0].kind == "exact"


def test_units_are_committed_in_batches(tmp_path, many, monkeypatch):
    """Each batch stays, whatever comes after it."""
    monkeypatch.setattr(store, "_BATCH", 25)

    def broken():
        yield from many
        raise InputError("the file ends in the middle of a unit", path="x.tmx", line=7)

    with Memory.open(tmp_path / "m", writable=True) as memory:
        with pytest.raises(InputError, match=r"x\.tmx:7"):
            memory.add(broken(), document="d")
        assert len(memory) == 50
        assert memory.add(many, document="d").new == 10
        assert texts_of(memory) == [tuple(texts.values()) for texts in TEXTS]
        ((_, count),) = memory.info().documents
        assert count == 60


def test_the_same_units_give_the_same_memory(tmp_path, many):
    """Ids, order and matches do not depend on the clock or the run."""
    found = []
    for name in ("one", "two"):
        with Memory.open(tmp_path / name, writable=True) as memory:
            memory.add(many, document="d")
            found.append((list(memory.export()), memory.lookup("Sentence number 7 of text.", source="en", target="de")))
    assert found[0] == found[1]


def test_progress_is_told(tmp_path, unit):
    """Now and then, with the number of units done."""
    told = []
    with Memory.open(tmp_path / "m", writable=True) as memory:
        memory.add((unit(n, {"en": f"Number {n}."}) for n in range(2500)), document="d", progress=told.append)
    assert told == [1000, 2000]
