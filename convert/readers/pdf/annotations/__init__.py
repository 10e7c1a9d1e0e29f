"""Annotations of a page: those that are text of it (typed, stamped, filled in) are read, the others are said.

`found` tells what there is, `drawn` makes it part of the page, `values` sets what has no drawing, `said` says
the rest.
"""
