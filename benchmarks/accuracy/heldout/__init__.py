"""Made-up laws that nothing was learned from or tuned on: lists of every kind, notes of every system.

`compose` writes a document, `press` prints it, `run` grades what the program makes of it beside the corpus.
"""
