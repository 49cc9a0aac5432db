"""Measure how fast the default encoder makes the vectors of a text and of its runs.

    python benchmarks/encode.py [--sentences N] [--rounds N]

Makes German sentences of about 125 characters from a small vocabulary of its own, always the same ones, and encodes
them with all overlaps: the sums of every sentence and the vectors of the runs of one to six sentences from every start.
Prints sentences a second of processor time, with one thread, and how the time is spent; the fastest of some rounds
counts. The weights are loaded, and 20 other sentences encoded, before the clock starts.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass
from random import Random
from statistics import fmean

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is first imported

import numpy as np

from align.encoders.use import UseEncoder

__all__ = ["Speed", "german_sentences", "measure"]

LARGEST_RUN = 6
LENGTH = 125

_STEMS = """
abend abgeordnet abkommen absatz acker alltag amt anfang angebot antrag arbeit arznei aufgabe auftrag ausbau ausgabe
ausschuss aussicht bahn balken bauer baum bedarf beginn behörde beitrag bericht beruf beschluss bestand betrag betrieb
beweis bezirk bild boden brief brücke brunnen buch bund bürger dach damm dauer decke denkmal dienst dorf druck ecke
ehre eingang einkommen ende energie ergebnis ernte fabrik fach fahrt fall familie farbe feld fenster ferne fest feuer
fläche fluss folge forschung frage freund frist frühling führung garten gast gebäude gebiet gefahr gegend gehalt geist
geländ gemeinde gericht geschäft gesetz gespräch gewinn gipfel glas grenze größe grund gruppe hafen hälfte handel haus
heimat herbst herd hilfe himmel hof höhe holz hügel insel jahr jugend kammer karte kasse keller kern kind kirche klage
klasse koffer kosten kraft kreis kunde küste laden lager land leben lehre leitung licht linie liste lohn luft macht
mangel markt maschine maß mauer meer meinung menge miete mittel monat morgen mühle nachbar nacht norden not nutzen
ofen ordnung ort papier pflicht plan platz preis probe punkt quelle rand rat raum recht rede regel reihe reise
richtung ring ruhe sache satz schaden schiff schluss schnee schritt schule schutz see seite sitz sommer sonne sorge
sprache stadt stand stein stelle steuer stimme stoff straße strom stufe stunde tag tal teil tisch titel ton tür ufer
umfang unfall urteil verein verkehr vertrag volk vorrat wald wand ware wasser weg weide welt werk wert wetter wiese
wind winter woche wohnung wort wunsch zahl zeichen zeit zeuge ziel zimmer zoll zucker zug zukunft zustand zweck zweig
"""
_VERBS = """
achtet ändert antwortet arbeitet baut bedeutet beginnt behält bekommt berichtet beschreibt besteht betont bewahrt
bittet bleibt braucht bringt dankt dauert denkt dient empfängt endet entscheidet erhält erinnert erklärt erlaubt
erreicht erwartet erzählt fehlt findet folgt fordert führt gehört gewinnt gilt hält hilft hofft hört kennt kommt lässt
lehnt leistet liegt löst meldet nennt nimmt öffnet ordnet plant prüft regelt rettet sammelt schafft scheint schickt
schließt schreibt schützt senkt setzt sieht spart spricht steht steigt stellt stützt sucht teilt trägt trennt
verbindet verdient vergisst verlangt verliert verspricht versteht wächst wählt warnt wartet wechselt weiß wirkt wohnt
zahlt zeigt zieht
"""
_QUALITIES = """
alt breit dicht eng frei ganz gut hell hoch jung kalt klar klein kurz lang leicht neu reich rein rund
"""
_SMALL = """
aber als am an auch auf aus bei bis da dabei dann dass denn der die das dem den des doch durch ein eine einem einer es
für gegen hat hier im in ist ja kein man mehr mit nach nicht noch nun nur ob oder ohne schon sehr seit sich sie sind
so sowie über um und unter viel vom von vor war weil wenn wer wie wird wo zu zum zur zwar zwischen
"""
_ENDINGS = ("", "en", "es", "e", "er", "ung", "lich", "schaft", "s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What was measured.

    Attributes:
        sentences: how many were encoded in each round.
        characters: mean length of a sentence.
        sums_s: processor seconds for the sums of all sentences.
        runs_s: processor seconds for the vectors of all runs.
    """

    sentences: int
    characters: float
    sums_s: float
    runs_s: float

    @property
    def per_second(self) -> float:
        """Sentences a second, all overlaps included."""
        return self.sentences / (self.sums_s + self.runs_s)


def german_sentences(count: int, *, seed: int = 1) -> list[str]:
    """Sentences of about 125 characters; the words are German, the sense is not."""
    random = Random(seed)
    lists = [words.split() for words in (_SMALL, _STEMS, _VERBS, _QUALITIES)]
    return [_sentence(random, *lists) for _ in range(count)]


def _sentence(random: Random, small: list[str], stems: list[str], verbs: list[str], qualities: list[str]) -> str:
    words: list[str] = []
    wanted = random.randint(LENGTH - 55, LENGTH + 45)
    while sum(len(word) + 1 for word in words) < wanted:
        kind = random.random()
        if kind < 0.4:
            words.append(random.choice(small))
        elif kind < 0.8:
            joint = random.choice(stems) if random.random() < 0.3 else ""  # noun compounds, as German has them
            words.append((random.choice(stems) + joint).capitalize() + random.choice(_ENDINGS))
        elif kind < 0.92:
            words.append(random.choice(verbs))
        elif kind < 0.97:
            words.append(random.choice(qualities) + random.choice(("e", "er", "es", "en")))
        else:
            words.append(str(random.randint(1, 2030)))
        if random.random() < 0.08:
            words[-1] += ","
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:].rstrip(',')}."


def measure(*, sentences: int = 1000, rounds: int = 3) -> Speed:
    """The fastest round."""
    encoder = UseEncoder()
    warm = encoder.overlaps(german_sentences(20, seed=0), "de")
    warm.vectors(np.arange(20), 1)
    texts = german_sentences(sentences)
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        overlaps = encoder.overlaps(texts, "de")
        middle = time.process_time()
        for size in range(1, LARGEST_RUN + 1):
            overlaps.vectors(np.arange(sentences - size + 1), size)
        times.append((middle - begin, time.process_time() - middle))
    sums_s, runs_s = min(times, key=sum)
    return Speed(sentences=sentences, characters=fmean(map(len, texts)), sums_s=sums_s, runs_s=runs_s)


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=1000, metavar="N", help="default: %(default)s")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="default: %(default)s")
    options = parser.parse_args()
    speed = measure(sentences=options.sentences, rounds=options.rounds)
    print(f"sentences        {speed.sentences} of {speed.characters:.0f} characters")
    print(f"sums             {speed.sums_s:.2f} s")
    print(f"runs of 1 to {LARGEST_RUN}   {speed.runs_s:.2f} s")
    print(f"all              {speed.per_second:.0f} sentences a second and core")
    print(UseEncoder.signature)


if __name__ == "__main__":
    main()
