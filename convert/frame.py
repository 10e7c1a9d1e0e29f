"""The frame of the pages that are not editions: reports and the pages of the local server."""

from __future__ import annotations

from html import escape

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere; }
li { padding: .2rem 0; }
a:focus-visible, [tabindex]:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid; }
[role=region] { overflow-x: auto; }
table { border-collapse: collapse; }
caption { text-align: start; font-weight: bold; }
th, td { border-bottom: 1px solid; padding: .4rem 1rem .4rem 0; text-align: start; vertical-align: top; }
td.number { font-variant-numeric: tabular-nums; text-align: end; }
pre { margin: 0; white-space: pre-wrap; font: inherit; overflow-wrap: anywhere; }
button, input { font: inherit; padding: .4rem .8rem; max-width: 100%; }
iframe { border: 1px solid; width: 100%; height: 80vh; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"


def frame(title: str, body: str, *, head: str = "", policy: str = _POLICY) -> str:
    """A whole page with this title (plain text) and this body (HTML), which may load nothing from anywhere."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n{head}</head>\n"
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}</main>\n</body>\n</html>\n"
    )


def table(caption: str, columns: tuple[str, ...], rows: str) -> str:
    """A table that scrolls by itself where it is wide; `rows` are its `tr` elements."""
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    return (
        '<div role="region" aria-labelledby="caption" tabindex="0">\n<table>\n'
        f'<caption id="caption">{escape(caption)}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )
