"""The one thin module around Tesseract: a gray picture becomes hOCR with a box for every character.

The engine comes as a wheel (tesserocr), its languages from the system. One thread a process: its own threads cost
two and a half times the work for little time (measured), so pages are recognised in parallel instead.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convert.errors import MissingDependency

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa"}
"""Languages that `make` installs; others are found under the name that Tesseract gives them, if installed."""
_OTHERS = {
    "de": "deu",
    "it": "ita",
    "pt": "por",
    "nl": "nld",
    "ru": "rus",
    "ar": "ara",
    "zh": "chi_sim",
    "la": "lat",
}
FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
NEEDS = (
    "text in pictures is recognised by Tesseract, which is not installed",
    "run `make setup`, or: pip install 'reissue[ocr]' and apt install tesseract-ocr-eng tesseract-ocr-osd",
)


def data_folder() -> Path | None:
    """Where the language files are."""
    places = (os.environ.get("TESSDATA_PREFIX", ""), *FOLDERS)
    return next((Path(each) for each in places if each and (Path(each) / "eng.traineddata").is_file()), None)


def is_installed() -> bool:
    """Whether text can be recognised here."""
    return bool(find_spec("tesserocr") and find_spec("numpy") and data_folder())


def require(file: Path | None = None) -> None:
    """Raise MissingDependency, with the remedy, where nothing can be recognised."""
    if not is_installed():
        raise MissingDependency(NEEDS[0], file=file, remedy=NEEDS[1])


def data_of(language: str) -> str:
    """Tesseract's name for a language, "" if its data are not installed."""
    primary = language.split("-")[0].lower()
    name = LANGUAGES.get(primary) or _OTHERS.get(primary, primary)
    folder = data_folder()
    return name if folder and name and (folder / f"{name}.traineddata").is_file() else ""


def version() -> str:
    """What recognises: a part of the key of all that is kept."""
    import tesserocr

    name: str = tesserocr.tesseract_version().splitlines()[0]
    return name


def recognise(image: Image, data: str, dpi: float) -> str:
    """The hOCR of a page."""
    api = _api(data)
    api.SetImage(image)
    if dpi:
        api.SetSourceResolution(round(dpi))
    text: str = api.GetHOCRText(0)
    api.Clear()
    return text


def label(image: Image) -> tuple[str, float]:
    """A picture of one enumerator, read with the characters of enumerators only, and how surely, 0..1."""
    api = _api("eng", ENUMERATORS)
    api.SetImage(image)
    text: str = api.GetUTF8Text()
    confidence = api.MeanTextConf() / 100
    api.Clear()
    return "".join(text.split()), confidence


def upright(image: Image) -> int:
    """By how many degrees clockwise the page must be turned to stand upright; 0 where that is not clear."""
    import tesserocr

    api = _api("osd")
    api.SetImage(image)
    found = api.DetectOrientationScript()
    api.Clear()
    if not found or found["orient_conf"] < SURE_OF_TURN:
        return 0
    assert tesserocr
    return -int(found["orient_deg"]) % 360  # it says by how many the page is turned


ENUMERATORS = "()[].0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
SURE_OF_TURN = 2.0
"""Tesseract's own measure of confidence in the orientation; on a page of text it is 5 to 20."""


@cache
def _api(data: str, alphabet: str = "") -> Any:
    os.environ["OMP_THREAD_LIMIT"] = "1"
    import tesserocr

    folder = data_folder()
    mode = tesserocr.PSM.OSD_ONLY if data == "osd" else tesserocr.PSM.AUTO
    mode = tesserocr.PSM.SINGLE_LINE if alphabet else mode
    api = tesserocr.PyTessBaseAPI(path=str(folder), lang=data, psm=mode)
    api.SetVariable("hocr_char_boxes", "1")
    api.SetVariable("tessedit_char_whitelist", alphabet)
    api.SetVariable("debug_file", "/dev/null")
    return api
