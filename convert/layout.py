"""How editions are laid out where there is a choice: by chapter or whole, wrapped or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from convert.errors import UsageError

NARROWEST = 40
"""Characters that a line must have for the nested items of a law to stand beside their labels."""

Split: TypeAlias = Literal["chapter", "none"]


@dataclass(frozen=True, slots=True)
class Layout:
    """What somebody said of the layout; None is what nobody spoke of. A `wrap` of 0 is a line for each paragraph.

    Raises UsageError for lines too short to hold a text.
    """

    split: Split | None = None
    wrap: int | None = None

    def __post_init__(self) -> None:
        if self.wrap and self.wrap < NARROWEST:
            remedy = f"give {NARROWEST} or more, or 0 for a line for each paragraph"
            raise UsageError(f"no text can be wrapped at {self.wrap} characters", remedy=remedy)

    def over(self, other: Layout) -> Layout:
        """This layout, and the other's wherever this one is silent."""
        return Layout(self.split or other.split, other.wrap if self.wrap is None else self.wrap)

    @property
    def by_chapter(self) -> bool:
        """Whether HTML is a page a chapter."""
        return self.split == "chapter"
