"""What the law room raises."""

from __future__ import annotations


class LawError(ValueError):
    """Anything the law room refuses: a mistake in a data file, an unknown rule, a date it cannot count to.

    `str()` is always one sentence for people.
    """
