"""The site around many editions: an index page that can be searched, an OPDS feed, a sitemap.

All of it is made from the cards that lie beside the editions, and made again only when one of them has changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from convert.files import replace_folder, write_whole
from convert.site.cards import CARD, Shelf, read_shelf
from convert.site.feeds import PLAIN_COVER, opds, plain_cover, sitemap
from convert.site.page import index_page
from convert.site.search import FOLDER as SEARCH
from convert.site.search import shards

STAMP = ".reissue/site"
"""In the output folder: the hash of what the site was made from."""


def write_site(out: Path, names: Iterable[str], program: str, address: str = "") -> bool:
    """Write the site of these documents' folders, and tell whether anything had changed.

    `address` is where the output folder will be published, "" if nobody said: a sitemap needs it.
    """
    folders = sorted(name for name in names if (out / name / CARD).is_file())
    made_from = _digest(out, folders, program, address)
    stamp = out / STAMP
    if stamp.is_file() and stamp.read_text() == made_from and (out / "index.html").is_file():
        return False
    shelves: list[Shelf] = sorted((read_shelf(out, name) for name in folders), key=lambda shelf: shelf.order)
    words = shards(shelf.words for shelf in shelves)
    replace_folder(out / SEARCH, words.files)
    write_whole(out / PLAIN_COVER, plain_cover())
    write_whole(out / "opds.json", opds(shelves, address))
    if address:
        write_whole(out / "sitemap.xml", sitemap(shelves, address))
    write_whole(out / "index.html", index_page(shelves, words.starts))
    write_whole(stamp, made_from.encode())
    return True


def _digest(out: Path, folders: list[str], program: str, address: str) -> str:
    """Cheap: what `stat` says of each card, which a build replaces with its folder."""
    stats = [
        (name, (out / name / CARD).stat().st_mtime_ns, (out / name / CARD).stat().st_size) for name in folders
    ]
    return blake2b(json.dumps([program, address, stats]).encode(), digest_size=16).hexdigest()
