"""Documents of several pages, set at run time from our own texts, so that the truth is known.

`prose` makes sentences from a seed, `manuscript` documents from sentences. `design` is the look of the pages, the
`by_…` modules hand both to a program that sets them, `press` is the list of them. `shape` brings our Document
and the Markdown of others to one form, `grade` grades it, `differ` shows what is wrong, `run` prints the table.
"""
