"""Lists: `labels` is their grammar, `enumerators` reads them as a sequence, `lost` puts dropped ones back.

`bullets` are items without a number, `references` works numbered in square brackets.
"""
