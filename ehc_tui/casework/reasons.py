"""Whether what was written as reasons are reasons, or only the decision said again.

The family reads them, and a tribunal may: they have to say what about this child led to the decision. A check
of words cannot know whether a reason is good; it can refuse what is certainly none.
"""

from __future__ import annotations

import re

from ehc_tui.text import clean, fold

FEWEST_WORDS = 8
FEWEST_TELLING = 4
LONGEST = 4000
_STOCK_WORDS = """
a able about above according after again agree agreed all an and any apply applies appropriate are as
asked assess assessed assessing assessment at based be because been being below but by can case child
children clear considered considers council criteria criterion date decided decides decision declined
declines defer deferred determined discussed discussion do does due ehc ehcna ehcp evidence explained for
from further given grounds had has have he her his if in information insufficient into is issue issued
issuing it its issues letter local meet meets meeting members met minutes more must na necessary need
needed needs no none not of officer on ongoing or our outcome panel per person plan plans present proceed
pupil reason reasons refuse refused refusal required requirement said same satisfied see seen send sen
she should so stated still such sufficient test than that the their there therefore they this threshold
thresholds to under unmet up was we well were what when which with yes yet you young
"""
_STOCK = frozenset(_STOCK_WORDS.split())
"""Words that any decision could be told with: they say nothing about this child."""


def not_reasons(text: str) -> str | None:
    """Why `text` cannot stand as the reasons for a decision, in a sentence; None if it can."""
    written = clean(text, lines=True)
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", written)
    if not words:
        return "Give the reasons: the family has a right to them; they cannot be left empty."
    if len(written) > LONGEST:
        return f"Shorten the reasons: {len(written):,} characters, at most {LONGEST:,} can be kept."
    if len(words) < FEWEST_WORDS:
        return f"{_counted(len(words))} no reasons: say in a sentence or two what led to it."
    telling = {word for word in map(fold, words) if word not in _STOCK and len(word) > 1}
    if len(telling) < FEWEST_TELLING:
        return "That says what was decided, not why: name needs, provision and evidence."
    return None


def _counted(words: int) -> str:
    return "One word is" if words == 1 else f"{words} words are"
