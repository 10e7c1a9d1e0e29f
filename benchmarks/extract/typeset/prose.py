"""Sentences, headings, names and figures from a seed: sensible words in a made-up world, nobody's text.

The vocabulary holds on purpose what breaks readers: ligatures (office, waffle), compounds with hyphens, accents,
quotations, ranges with dashes, abbreviations with full stops, numbers of every kind.
"""

from __future__ import annotations

from random import Random

from convert.writers.words import words_for


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NOUNS = _words("""authority
basin board bridge budget canal catchment charter coastline committee compact conference
contract council court culvert dam delegation district embankment engineer estimate estuary ferry fishery
floodplain forecast fund harbour inspector inspectorate inventory lagoon ledger library licence lighthouse
lock-keeper magistrate mill ministry navigation observatory office officer outfall parish pilot port
programme province quay railway register reservoir river-mouth sluice station statute surveyor syndicate
tariff tariff-list towpath treasury tribunal tributary turbine waterway weir wharf workshop""")
ADJECTIVES = _words("""affected annual average coastal competent cross-border deficient different early efficient
eastern final flood-prone former general high-level inland insufficient interim joint late long-term
municipal navigable northern official ordinary partial permanent principal provisional public quarterly
reflective regional relevant revised seasonal separate short-term significant southern statutory sufficient
temporary unaffected upper western well-kept""")
VERBS = _words("""adopted affirmed amended approved assessed carried classified clarified compared confirmed
considered defined deferred described examined financed flagged identified inspected measured modified
notified observed opened postponed published ratified reaffirmed recorded reflected rejected repaired
replaced reported restored reviewed revised simplified specified suspended verified""")
OPENINGS = """In the meantime,|For that reason,|As the table shows,|In other words,|At the same time,|By contrast,|
Under the earlier rules,|In the first instance,|On the whole,|Since then,|Not without difficulty,|To that effect,|
As far as is known,|With few exceptions,|Elsewhere,|In practice,""".replace("\n", "").split("|")
LINKS = ("and", "but", "while", "although", "because", "whereas", "so that", "until", "before", "as soon as")
TIMES = (
    "in the dry season",
    "before the first flood",
    "during the winter of {year}",
    "between {year} and {later}",
    "in {year}–{later}",
    "within {number} days",
    "at the end of the financial year",
    "on {day} {month} {year}",
    "for the third time",
    "without further notice",
)
PLACES = (
    "at Vårsund",
    "near Kérouan",
    "in Łagów and Brzeźno",
    "along the Sänta",
    "below the weir at Óbuda Pass",
    "from Saint-Affrique to Fiérolles",
    "on both banks",
    "throughout the province of Alcañar",
    "in the Jäger district",
    "at the mouth of the Ouffe",
)
MEASURES = (
    "by {number} per cent",
    "at a cost of {amount} crowns",
    "over {number} km",
    "to a depth of {small}.{digit} m",
    "at {number}.{digit} °C",
    "in {small} of {number} cases",
    "under section {small} ({letter})",
    "(see No. {number})",
    "with an error of ± {small}.{digit} mm",
)
QUOTED = (
    "The member for {place} said that this was “a matter of {noun}, not of {noun}”.",
    "It was called “the {adjective} {noun}” by those who had seen it.",
    "Nobody’s {noun} was {verb}; the {noun}’s was.",
    "The answer – if there was one – was {verb} by the {noun}.",
    "Was the {adjective} {noun} {verb} in time?",
)
MONTHS = words_for("en").months
SURNAMES = _words("""Abernethy Bäckman Castellví Dufflin Eriksdóttir Fioravanti Gołąb Hüfner Ibáñez Jokela Kvist
Llewelyn Møller Nováková O’Hara Pfeiffer Quintão Rîpeanu Söffing Tóth Ullfors Vîlcu Whitcliffe Yıldız""")
INITIALS = "ABCDEFGHIJKLMNOPRSTVW"
TITLES = (
    "The {adjective} {noun}",
    "{Noun} and {noun}",
    "Duties of the {noun}",
    "{Adjective} {nouns} and the {noun}",
    "State of the {noun}",
    "Costs of {adjective} {nouns}",
    "Procedure before the {noun}",
    "Use of the {adjective} {noun}",
    "{Nouns} outside the {noun}",
    "What the {noun} found",
)
LONG_TITLE = (
    "{Adjective} {nouns} of the {adjective} {noun} and their effect on the {noun} of the {adjective} {noun} "
    "between {year} and {later}"
)


def plural(noun: str) -> str:
    """The plural of a noun of the vocabulary."""
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "ch", "sh", "x")) else "s")


class Prose:
    """A stream of text from a seed; asking in the same order gives the same text."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)
        self.year = 1900  # the last one named, so that "between" runs forward

    def fill(self, pattern: str) -> str:
        """A pattern with its slots filled, each with a new choice."""
        out = pattern
        while "{" in out:
            before, slot, after = (*out.partition("{")[:1], *out.partition("{")[2].partition("}")[::2])
            out = before + self.slot(slot) + after
        return out

    def slot(self, name: str) -> str:
        """One choice for a slot; a capital asks for a capital."""
        random = self.random
        if name[0].isupper():
            word = self.slot(name.lower())
            return word[:1].upper() + word[1:]
        if name == "year":
            self.year = random.randint(1871, 2015)
        choices = {
            "noun": lambda: random.choice(NOUNS),
            "nouns": lambda: plural(random.choice(NOUNS)),
            "adjective": lambda: random.choice(ADJECTIVES),
            "verb": lambda: random.choice(VERBS),
            "place": lambda: random.choice(PLACES).split(" ", 1)[1],
            "surname": lambda: random.choice(SURNAMES),
            "initial": lambda: random.choice(INITIALS),
            "year": lambda: str(self.year),
            "later": lambda: str(self.year + random.randint(1, 9)),
            "day": lambda: str(random.randint(1, 28)),
            "month": lambda: random.choice(MONTHS),
            "number": lambda: str(random.randint(11, 99)),
            "small": lambda: str(random.randint(2, 9)),
            "digit": lambda: str(random.randint(0, 9)),
            "letter": lambda: random.choice("abcdefg"),
            "amount": lambda: f"{random.randint(1, 98)},{random.randint(0, 999):03}",
        }
        return choices[name]()

    def clause(self) -> str:
        """A clause without its capital and full stop."""
        random = self.random
        subject = self.fill(random.choice(("the {noun}", "the {adjective} {noun}", "{adjective} {nouns}")))
        if random.random() < 0.3:
            subject += self.fill(random.choice((" of the {noun}", " and the {noun}", ", as {verb},")))
        end = self.fill(
            random.choice(("the {noun}", "the {adjective} {noun}", "all {nouns}", "its {adjective} {nouns}"))
        )
        for ways, chance in ((MEASURES, 0.25), (PLACES, 0.35), (TIMES, 0.35)):
            if random.random() < chance:
                end += " " + self.fill(random.choice(ways))
        return f"{subject} {random.choice(VERBS)} {end}"

    def sentence(self) -> str:
        random = self.random
        if random.random() < 0.08:
            return self.fill(random.choice(QUOTED))
        text = self.clause()
        if random.random() < 0.4:
            text += f"{random.choice((', ', ' '))}{random.choice(LINKS)} {self.clause()}"
        if random.random() < 0.25:
            return f"{random.choice(OPENINGS)} {text}."
        return text[0].upper() + text[1:] + "."

    def sentences(self, least: int, most: int) -> list[str]:
        return [self.sentence() for _ in range(self.random.randint(least, most))]

    def title(self, *, long: bool = False) -> str:
        return self.fill(LONG_TITLE if long else self.random.choice(TITLES))

    def name(self) -> str:
        return self.fill("{initial}. {surname}")

    def number(self) -> str:
        """A figure as in a table: whole, with a decimal, a share, with thousands, or none."""
        random = self.random
        return random.choice(
            (
                f"{random.randint(1, 99)}",
                f"{random.randint(1, 99)}.{random.randint(0, 9)}",
                f"{random.randint(1, 99)} %",
                f"{random.randint(1, 99)},{random.randint(0, 999):03}",
                f"−{random.randint(1, 30)}",
                "–",
            )
        )
