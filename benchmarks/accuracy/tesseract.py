"""The recogniser from which costs are learned: an image to the text that Tesseract prints for it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from PIL import Image


def recognised(image: Image.Image, language: str, dpi: int) -> str:
    """What Tesseract prints in one thread; `language` as it says, "eng". Raises CalledProcessError if it fails."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.png"
        image.save(file, dpi=(dpi, dpi))
        command = ["tesseract", str(file), "-", "-l", language]
        alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=alone).stdout
