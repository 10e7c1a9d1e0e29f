"""Footnotes and endnotes: marks in the text, bodies at the foot, and which belongs to which.

Where a page shows what is raised and set small, notes are read as `printed`. Else `marks` and `bodies` collect
candidates, `series` decodes both as one sequence, with what `glyphs`, `citations` and `seen` say of them, and
`decoded` writes what was found.
"""
