"""The frame of a page for the web: its head, its style, what it may load (nothing), the way past its contents."""

from __future__ import annotations

from convert.writers.xml import direction, escape

PAGE = """<!DOCTYPE html>
<html lang="{language}"{direction}>
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{hash}'; {policy}\
img-src data:; base-uri 'none'; form-action 'none'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="referrer" content="no-referrer"/>
<title>{title}</title>
{metadata}<style>{style}</style>
</head>
<body>
<a class="skip" href="#text"{ours}>{skip}</a>
<main>
{body}</main>
{after}</body>
</html>
"""


def framed(
    body: str,
    *,
    title: str,
    language: str,
    style: str,
    skip: str,
    ours: str = "",
    metadata: str = "",
    after: str = "",
    policy: str = "",
) -> bytes:
    """A whole page around the inside of its <main>; `after` follows that, `ours` is the language of our words."""
    turned = ' dir="rtl"' if direction(language) == "rtl" else ""
    return PAGE.format(
        language=language,
        direction=turned,
        hash=inline_hash(style),
        policy=policy,
        title=escape(title),
        metadata=metadata,
        style=style,
        ours=ours,
        skip=escape(skip),
        body=body,
        after=after,
    ).encode()


def inline_hash(text: str) -> str:
    """The name in the Content-Security-Policy of what stands inside <style> or <script>
    (https://www.w3.org/TR/CSP3/#match-element-to-source-list)."""
    from base64 import b64encode
    from hashlib import sha256

    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
