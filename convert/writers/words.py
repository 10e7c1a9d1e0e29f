"""The words an edition adds to a document, in the document's language: a literal table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from convert.writers.xml import language_tag


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one language; `{…}` is filled in. A pair is for one and for several."""

    language: str
    skip: str
    contents: str
    pages: str
    notes: str
    about: str
    text: str
    untitled: str
    cover: str
    cover_name: str
    landmarks: str
    next: str
    previous: str
    chapters: str
    page: str
    page_mark: str
    table: str
    note: str
    note_uncertain: str
    show_note: str
    to_note: str
    back: str
    missing: str
    absent: str
    orphan: str
    no_alt: str
    no_picture: str
    made_by: str
    source_pages: str
    question_mark: str
    uncertain: tuple[str, str]
    missing_count: tuple[str, str]
    absent_count: tuple[str, str]
    orphan_count: tuple[str, str]
    no_alt_count: tuple[str, str]
    nothing_open: str
    linked_outline: str
    linked_notes: str
    linked_pages: str
    identifier: str
    date: str
    creator: str
    source: str
    publisher: str
    rights: str
    subject: str
    description: str
    months: tuple[str, ...]
    day: str


_ENGLISH = Words(
    language="en",
    skip="Skip to the text",
    contents="Contents",
    pages="Pages of the source",
    notes="Notes",
    about="About this edition",
    text="Text",
    untitled="Untitled document",
    cover="Cover of “{title}”",
    cover_name="Cover",
    landmarks="Landmarks",
    next="Next",
    previous="Previous",
    chapters="Chapters",
    page="Page {label}",
    page_mark="p. {label}",
    table="Table {number}",
    note="Note {label}",
    note_uncertain="Note {label}, number uncertain",
    show_note="Show note {label} here",
    to_note="Note {label} in the list of notes",
    back="Back to reference {number} of note {label}",
    missing="The text of this note is not in the source.",
    absent="The text refers to this note, but the document has no such note.",
    orphan="No reference to this note was found in the text.",
    no_alt="Picture without a description",
    no_picture="The picture “{name}” is not part of this edition.",
    made_by="This edition was republished with reissue.",
    source_pages="Where a page of the source begins, its number stands beside the text.",
    question_mark="A question mark after the number of a note means that the place of the mark is sure, "
    "but its number could not be read with certainty.",
    uncertain=("The number of one note mark is uncertain.", "The numbers of {n} note marks are uncertain."),
    missing_count=("The text of one note is not in the source.", "The texts of {n} notes are not in the source."),
    absent_count=(
        "One note that the text refers to is not in the document.",
        "{n} notes that the text refers to are not in the document.",
    ),
    orphan_count=(
        "For one note no reference was found in the text.",
        "For {n} notes no reference was found in the text.",
    ),
    no_alt_count=("One picture has no description.", "{n} pictures have no description."),
    nothing_open="No note mark in it is uncertain and no note is missing.",
    linked_outline="The table of contents leads to every heading.",
    linked_notes="Notes and the references to them are linked both ways.",
    linked_pages="The pages of the source are marked and listed.",
    identifier="Identifier",
    date="Date",
    creator="Author",
    source="Source",
    publisher="Publisher",
    rights="Rights",
    subject="Subject",
    description="Description",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    day="{day} {month} {year}",
)

_FRENCH = Words(
    language="fr",
    skip="Aller au texte",
    contents="Table des matières",
    pages="Pages de la source",
    notes="Notes",
    about="À propos de cette édition",
    text="Texte",
    untitled="Document sans titre",
    cover="Couverture de « {title} »",
    cover_name="Couverture",
    landmarks="Repères",
    next="Suivant",
    previous="Précédent",
    chapters="Chapitres",
    page="Page {label}",
    page_mark="p. {label}",
    table="Tableau {number}",
    note="Note {label}",
    note_uncertain="Note {label}, numéro incertain",
    show_note="Afficher ici la note {label}",
    to_note="La note {label} dans la liste des notes",
    back="Retour à l’appel {number} de la note {label}",
    missing="Le texte de cette note ne figure pas dans la source.",
    absent="Le texte renvoie à cette note, mais le document n’en contient pas de telle.",
    orphan="Aucun appel de cette note n’a été trouvé dans le texte.",
    no_alt="Image sans description",
    no_picture="L’image « {name} » ne fait pas partie de cette édition.",
    made_by="Cette édition a été republiée avec reissue.",
    source_pages="Là où commence une page de la source, son numéro figure à côté du texte.",
    question_mark="Un point d’interrogation après le numéro d’une note signifie que la place de l’appel est sûre, "
    "mais que son numéro n’a pu être lu avec certitude.",
    uncertain=(
        "Le numéro d’un appel de note est incertain.",
        "Les numéros de {n} appels de note sont incertains.",
    ),
    missing_count=(
        "Le texte d’une note ne figure pas dans la source.",
        "Les textes de {n} notes ne figurent pas dans la source.",
    ),
    absent_count=(
        "Une note à laquelle le texte renvoie manque dans le document.",
        "{n} notes auxquelles le texte renvoie manquent dans le document.",
    ),
    orphan_count=(
        "Pour une note, aucun appel n’a été trouvé dans le texte.",
        "Pour {n} notes, aucun appel n’a été trouvé dans le texte.",
    ),
    no_alt_count=("Une image n’a pas de description.", "{n} images n’ont pas de description."),
    nothing_open="Aucun appel de note n’y est incertain et aucune note n’y manque.",
    linked_outline="La table des matières mène à chaque titre.",
    linked_notes="Les notes et leurs appels sont liés dans les deux sens.",
    linked_pages="Les pages de la source sont marquées et énumérées.",
    identifier="Cote",
    date="Date",
    creator="Auteur",
    source="Source",
    publisher="Éditeur",
    rights="Droits",
    subject="Sujet",
    description="Description",
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    day="{day} {month} {year}",
)

_SPANISH = Words(
    language="es",
    skip="Ir al texto",
    contents="Índice",
    pages="Páginas de la fuente",
    notes="Notas",
    about="Acerca de esta edición",
    text="Texto",
    untitled="Documento sin título",
    cover="Cubierta de «{title}»",
    cover_name="Cubierta",
    landmarks="Puntos de referencia",
    next="Siguiente",
    previous="Anterior",
    chapters="Capítulos",
    page="Página {label}",
    page_mark="pág. {label}",
    table="Cuadro {number}",
    note="Nota {label}",
    note_uncertain="Nota {label}, número incierto",
    show_note="Mostrar aquí la nota {label}",
    to_note="La nota {label} en la lista de notas",
    back="Volver a la llamada {number} de la nota {label}",
    missing="El texto de esta nota no figura en la fuente.",
    absent="El texto remite a esta nota, pero el documento no la contiene.",
    orphan="No se encontró en el texto ninguna llamada a esta nota.",
    no_alt="Imagen sin descripción",
    no_picture="La imagen «{name}» no forma parte de esta edición.",
    made_by="Esta edición se volvió a publicar con reissue.",
    source_pages="Donde comienza una página de la fuente, su número figura junto al texto.",
    question_mark="Un signo de interrogación tras el número de una nota significa que el lugar de la llamada es "
    "seguro, pero que su número no pudo leerse con certeza.",
    uncertain=(
        "El número de una llamada de nota es incierto.",
        "Los números de {n} llamadas de nota son inciertos.",
    ),
    missing_count=(
        "El texto de una nota no figura en la fuente.",
        "Los textos de {n} notas no figuran en la fuente.",
    ),
    absent_count=(
        "Falta en el documento una nota a la que remite el texto.",
        "Faltan en el documento {n} notas a las que remite el texto.",
    ),
    orphan_count=(
        "Para una nota no se encontró ninguna llamada en el texto.",
        "Para {n} notas no se encontró ninguna llamada en el texto.",
    ),
    no_alt_count=("Una imagen no tiene descripción.", "{n} imágenes no tienen descripción."),
    nothing_open="Ninguna llamada de nota es incierta y no falta ninguna nota.",
    linked_outline="El índice conduce a cada título.",
    linked_notes="Las notas y sus llamadas están enlazadas en ambos sentidos.",
    linked_pages="Las páginas de la fuente están marcadas y enumeradas.",
    identifier="Signatura",
    date="Fecha",
    creator="Autor",
    source="Fuente",
    publisher="Editor",
    rights="Derechos",
    subject="Tema",
    description="Descripción",
    months=(
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    day="{day} de {month} de {year}",
)

WORDS: Mapping[str, Words] = {words.language: words for words in (_ENGLISH, _FRENCH, _SPANISH)}

_ISO_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)


def words_for(language: str) -> Words:
    """The words in a document's language, English where we have none; `Words.language` tells which."""
    return WORDS.get((language_tag(language) or "en").split("-")[0].lower(), _ENGLISH)


def counted(forms: tuple[str, str], n: int) -> str:
    """The sentence for this many."""
    return forms[0] if n == 1 else forms[1].format(n=n)


def is_date(text: str) -> bool:
    """Whether the text is a whole ISO 8601 date."""
    if not _ISO_DATE.fullmatch(text):
        return False
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:  # 30 February
        return False
    return True


def long_date(text: str, words: Words) -> str:
    """An ISO date as people write it, "19 December 2017"; any other text as it is."""
    match = _ISO_DATE.fullmatch(text)
    if not match:
        return text
    year, month, day = (int(part) for part in match.groups())
    return words.day.format(day=day, month=words.months[month - 1], year=f"{year:04}")
