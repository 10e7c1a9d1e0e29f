"""Words of a made-up world in three languages, from which `compose` makes sentences, citations and notes."""

from __future__ import annotations

from dataclasses import dataclass

from convert.writers.words import words_for


@dataclass(frozen=True, slots=True)
class Tongue:
    """What a language needs to write an official document; the slots in braces are filled by `compose`."""

    recogniser: str
    nouns: tuple[str, ...]
    adjectives: tuple[str, ...]
    clauses: tuple[str, ...]
    openings: tuple[str, ...]
    works: tuple[tuple[str, str, str], ...]  # what is cited: its name, how it is called again, its note
    remarks: tuple[str, ...]  # notes that belong to no work
    ibid: tuple[str, ...]
    titles: tuple[str, ...]
    months: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ENGLISH = Tongue(
    "eng",
    _words(
        """authority basin board bridge budget catchment charter coastline committee compact conference
        council court delegation district embankment engineer estuary fishery forecast fund harbour
        inspector inventory lagoon ledger library licence lighthouse magistrate ministry observatory
        office parish pilot province railway register reservoir station statute surveyor tariff treasury
        tribunal turbine"""
    ),
    _words(
        """affected annual coastal competent early efficient eastern final general inland interim joint
        late municipal navigable official ordinary permanent principal provisional public regional
        relevant revised seasonal separate sufficient temporary upper western"""
    ),
    (
        "the {adjective} {noun} of the {noun} has been reviewed in the light of {work}",
        "the {noun} shall report to the {noun} at its next session on {work}",
        "nothing in {work} affects the duties of the {adjective} {noun}",
        "the {noun} acknowledges the work that was done under {work}",
        "the {adjective} measures set out in {work} remain in force",
        "the {noun} and the {adjective} {noun} are parties to {work}",
        "progress was made towards the aims of {work}",
        "the rights of the {noun} follow from {work}",
        "the members of the {noun} had no part in {work}",
        "the {noun} was informed of {work} within {small} days",
    ),
    (
        "Recalling that",
        "Noting that",
        "Requests that",
        "Decides that",
        "Stressing that",
        "It follows that",
        "Where",
        "Reaffirming that",
        "In the view of the court,",
        "As the record shows,",
    ),
    (
        (
            "the Convention on the {Nouns} of the {Noun}",
            "the Convention",
            "United Nations, Treaty Series, vol. {volume}, No. {serial}.",
        ),
        ("the {Adjective} {Noun} Act {year}", "the Act", "Statutes of the Province, {year}, chap. {number}."),
        ("resolution {session}/{number} of {date}", "that resolution", "Resolution {session}/{number}, annex."),
        ("the report of the {Noun} on the {adjective} {noun}", "that report", "A/{session}/{number}."),
        (
            "the Framework for the {Adjective} {Noun} {year}–{later}",
            "the Framework",
            "Resolution {session}/{number}, annex {roman}.",
        ),
        ("the Agenda for the {Adjective} {Noun}", "the Agenda", "See A/CONF.{number}/{small} and Corr.1."),
        (
            "the decision in {Name} v. {Name}",
            "the same decision",
            "{Name} v. {Name} ({year}) {small} VR {number}.",
        ),
        (
            "the paper entitled “The {adjective} {noun}”",
            "that paper",
            "{Name}, “The {adjective} {noun}”, Journal of the {Noun}, vol. {number} ({year}), p. {number}.",
        ),
    ),
    (
        "See also resolutions {session}/{number} and {session}/{number}.",
        "The figures do not include the {adjective} {noun}.",
        "The {noun} took part in the meeting as an observer.",
        "Official Records of the {Noun}, {session}th Session, Supplement No. {number}, "
        "paras. {small} to {number}.",
        "In the case of the {noun}, the rule has been suspended since {year}; the {adjective} {noun} is of "
        "another opinion and has said so in its letters to the {noun}, which were not published.",
        "See {Name}, p. {number}, and the works that are named there.",
        "Letter of {date} from the {noun} to the {noun}.",
    ),
    ("Ibid., vol. {volume}, No. {serial}.", "Ibid., p. {number}.", "Ibid."),
    ("The {adjective} {noun}", "{Nouns} and the {noun}", "Duties of the {noun}", "State of the {noun}"),
    words_for("en").months,
)

FRENCH = Tongue(
    "fra",
    _words(
        """autorité bibliothèque bureau canton comité commission conseil district école frontière lagune
        ministère province rivière séance station trésorerie tribunal usine convention écluse délégation
        commune pêcherie régie"""
    ),
    _words(
        """annuel maritime provisoire compétent principal public régional ordinaire municipal permanent
        national général navigable spécial"""
    ),
    (
        "la {noun} du conseil {adjective} a été examinée au regard de {work}",
        "les mesures prévues par {work} restent en vigueur",
        "aucune disposition de {work} ne porte atteinte aux droits de la {noun}",
        "le bureau {adjective} présente un rapport sur {work}",
        "les membres de la {noun} sont parties à {work}",
        "la {noun} a été informée de {work} dans un délai de {small} jours",
        "l’activité de la {noun} relève de {work}",
    ),
    ("Rappelant que", "Considérant que", "Décide que", "Il s’ensuit que", "Notant que", "Lorsque", "Dans ce cas,"),
    (
        (
            "la Convention relative à la {Noun}",
            "la Convention",
            "Nations Unies, Recueil des Traités, vol. {volume}, no {serial}.",
        ),
        ("la loi du {date}", "cette loi", "Loi no {session}-{number} du {date}, art. {small}."),
        ("le décret no {session}-{number}", "ce décret", "JO du {date}, p. {volume}."),
        ("l’arrêt {Name}", "cet arrêt", "Cour de la province, {date}, {Name} c. {Name}."),
        ("le rapport sur la {noun}", "ce rapport", "A/{session}/{number}."),
    ),
    (
        "Voir aussi les articles {small} et {number}.",
        "Y compris la {noun} de la province.",
        "À l’exclusion de la {noun} et du conseil {adjective}, qui ont fait connaître leur avis par une lettre du "
        "{date} à la {noun}, laquelle n’a pas été publiée.",
        "Voir {Name}, p. {number}.",
        "Version {small}.0 du {date}.",
    ),
    ("Ibid., p. {number}.", "Ibid.", "Ibid., art. {small}."),
    ("De la {noun}", "La {noun} et le conseil", "Dispositions relatives à la {noun}"),
    words_for("fr").months,
)

SPANISH = Tongue(
    "spa",
    _words(
        """autoridad biblioteca comarca comisión comunidad consejería defensoría delegación estación
        frontera junta laguna oficina provincia ribera sesión tesorería convención escuela licencia
        memoria plaza"""
    ),
    _words(
        """anual municipal provincial principal general especial regional nacional oficial provisional
        permanente"""
    ),
    (
        "la {noun} {adjective} examinó el estado de la {noun} a la luz de {work}",
        "las medidas previstas en {work} siguen en vigor",
        "nada de lo dispuesto en {work} afecta a la {noun} {adjective}",
        "la {noun} presentará un informe sobre {work}",
        "los miembros de la {noun} son partes en {work}",
        "se informó a la {noun} de {work} en un plazo de {small} días",
    ),
    ("Recordando que", "Observando que", "Decide que", "De ello se sigue que", "Cuando", "En este caso,"),
    (
        (
            "la Convención sobre la {Noun}",
            "la Convención",
            "Naciones Unidas, Treaty Series, vol. {volume}, núm. {serial}.",
        ),
        ("la Ley {number}/{year}, de {date}", "dicha ley", "BOE núm. {session}, de {date}."),
        ("el Real Decreto {number}/{year}", "dicho decreto", "BOE núm. {number}, de {date}, págs. {small} y ss."),
        ("la sentencia de {date}", "dicha sentencia", "Tribunal de la Provincia, sentencia {number}/{year}."),
        ("el informe sobre la {noun} {adjective}", "dicho informe", "A/{session}/{number}."),
    ),
    (
        "Véanse también los artículos {small} y {number}.",
        "La relación figura en el anexo {roman}.",
        "Redacción dada por la Ley {number}/{year}, de {date}.",
        "Escrito de {date}, pág. {small}.",
        "En vigor, para la {noun} {adjective}, desde el {date}; la {noun} y la {noun} {adjective} presentaron "
        "alegaciones que no fueron publicadas en el boletín de la provincia.",
    ),
    ("Ibid., pág. {number}.", "Ibid.", "Ibid., art. {small}."),
    ("La {noun} {adjective}", "De la {noun}", "Estado de la {noun}"),
    tuple(f"de {month} de" for month in words_for("es").months),
)

TONGUES = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH}
NAMES = _words(
    """Abernethy Castellon Duffin Fiorano Hollis Kvist Llewelyn Marchand Novak Pfeiffer Quintana
    Salcedo Tolland Ullman Whitcliffe Zeller"""
)
