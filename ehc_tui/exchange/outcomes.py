"""Decisions in the words of trackers, and the words that mean there is none yet."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from ehc_tui.text import fold

_NOT_GIVEN = re.compile(r"[^\w✓✔☑]*|none|unknown|n ?/? ?a\b.*")
_NONE_YET = re.compile(
    r"""(?x)
    tb[acdn]\b.* | due\b.*
    | no(?:t\ yet|\ decision|\ outcome)\b.*
    | (?: await | pend | defer | outstanding | in\ progress | more\ info | further | to\ be | adjourn
        | on\ hold )\w*\b.*
    """
)
_WITHDRAWN = re.compile(r"\b(?:withdr\w+|w/d|cancel\w*)\b")
_NO = re.compile(
    r"""(?x)\b(?:
    n | no | not | none | nil | false | refus\w* | declin\w* | reject\w* | unsuccessful | turned\ down
    | disagree\w* | rta | rti | ntas? | nti | lieu )\b
    """
)
_YES = re.compile(
    r"""(?x)\b(?:
    y | yes | true | ok | okay | agree\w* | approv\w* | accept\w* | assess\w* | proceed\w* | issue\w* | plan
    | ehcp? | go\ ahead | dta | dti | success\w* | grant\w* )\b | [✓✔☑]
    """
)
_ABOUT_PLAN = re.compile(r"\b(?:issue|plan|ehcp|rti|nti|lieu|dti)\b")
_ABOUT_ASSESSMENT = re.compile(r"\b(?:assess\w*|rta|ntas?|dta)\b")


class Answer(Enum):
    """What a cell of an outcome column says."""

    YES = "yes"
    NO = "no"
    NOT_GIVEN = "not given"
    NONE_YET = "none yet"
    WITHDRAWN = "withdrawn"
    UNCLEAR = "unclear"


@lru_cache(maxsize=1024)
def answer_in(text: str, *, about_plan: bool | None = None) -> Answer:
    """The answer in a cell; with `about_plan` an answer to the other of the two questions is unclear."""
    words = re.sub(r"\s+", " ", fold(text)).strip(" .!*")
    if _NOT_GIVEN.fullmatch(words):
        return Answer.NOT_GIVEN
    if _NONE_YET.fullmatch(words):
        return Answer.NONE_YET
    if _WITHDRAWN.search(words):
        return Answer.WITHDRAWN
    other = {True: _ABOUT_ASSESSMENT, False: _ABOUT_PLAN}
    own = {True: _ABOUT_PLAN, False: _ABOUT_ASSESSMENT}
    if about_plan is not None and other[about_plan].search(words) and not own[about_plan].search(words):
        return Answer.UNCLEAR
    if _NO.search(words):
        return Answer.NO
    return Answer.YES if _YES.search(words) else Answer.UNCLEAR
