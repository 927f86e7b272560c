"""Who may do what: the roles people have in a store, and a sentence for what a role may not.

Pure, so that a screen can say why a key is off. A store that lists nobody restricts nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from ehc_tui.store.errors import StoreError
from ehc_tui.store.staff_list import StaffRow
from ehc_tui.store.verbs import ON_THE_STORE, READ_OTHERWISE, REMOVED


class Role(StrEnum):
    """What somebody is in a store. Whoever is not among those listed is `UNLISTED`."""

    CASEWORKER = "caseworker"
    SEN_OFFICER = "sen-officer"
    MANAGER = "manager"
    READ_ONLY = "read-only"
    UNLISTED = "unlisted"

    @property
    def label(self) -> str:
        """The role as people write it."""
        return "SEN officer" if self is Role.SEN_OFFICER else self.value


ASSIGNABLE = (Role.CASEWORKER, Role.SEN_OFFICER, Role.MANAGER, Role.READ_ONLY)


class NotAllowed(StoreError):  # noqa: N818 - it names what is the matter, as its kin do
    """The person's role does not allow it."""


class Power(StrEnum):
    """What can be allowed or not, as it reads after "may not"."""

    VIEWS = "keep views of your own"
    WORK = "change cases"
    RECOMMEND = "recommend a decision"
    DECIDE = "record a decision"
    SESSIONS = "arrange or minute sessions"
    STAFF = "change who is listed"
    READINGS = "change how everybody's dates are counted"
    KEEPING = "repair, restore or encrypt the store"
    RESTRICT = "say who may see a case"
    REMOVE = "set how long cases are kept, or remove one for good"


_WORKING = frozenset({Role.CASEWORKER, Role.SEN_OFFICER, Role.MANAGER})
_DECIDING = frozenset({Role.SEN_OFFICER, Role.MANAGER})
_HOLDERS: Mapping[Power, frozenset[Role]] = {
    Power.VIEWS: _WORKING | {Role.READ_ONLY},
    Power.WORK: _WORKING,
    Power.RECOMMEND: _WORKING,
    Power.DECIDE: _DECIDING,
    Power.SESSIONS: _DECIDING,
    Power.STAFF: frozenset({Role.MANAGER}),
    Power.READINGS: frozenset({Role.MANAGER}),
    Power.KEEPING: frozenset({Role.MANAGER}),
    Power.RESTRICT: frozenset({Role.MANAGER}),
    Power.REMOVE: frozenset({Role.MANAGER}),
}
_DECISIONS = ("assess_decision", "plan_decision", "assess_decided", "plan_decided")
_POWERS: Mapping[str, Power] = {
    **{f"{verb} view": Power.VIEWS for verb in ("save", "rename", "delete")},
    "recommend": Power.RECOMMEND,
    "decide": Power.DECIDE,
    "correct decision": Power.DECIDE,
    **{f"{verb} {kind}": Power.DECIDE for verb in ("record", "correct", "remove") for kind in _DECISIONS},
    "open session": Power.SESSIONS,
    "change session": Power.SESSIONS,
    "cancel session": Power.SESSIONS,
    "session member": Power.SESSIONS,
    "hold session": Power.SESSIONS,
    "correct minutes": Power.SESSIONS,
    "staff": Power.STAFF,
    READ_OTHERWISE: Power.READINGS,
    **dict.fromkeys(ON_THE_STORE, Power.KEEPING),
    "restrict": Power.RESTRICT,
    "lift restriction": Power.RESTRICT,
    "retention": Power.REMOVE,
    REMOVED: Power.REMOVE,
}
_BY_RIGHT = frozenset({Power.STAFF, Power.READINGS, Power.KEEPING, Power.RESTRICT, Power.REMOVE})
"""What the owner of the store may do whatever their role: the file is theirs."""
_INSTEAD: Mapping[Power, str] = {
    Power.DECIDE: "you can recommend one, and record from the queue that the family was told",
    Power.SESSIONS: "you can book cases onto the sessions there are",
    Power.STAFF: "ask a manager or the owner of the store",
    Power.READINGS: "ask a manager or the owner of the store",
    Power.KEEPING: "ask a manager or the owner of the store",
    Power.RESTRICT: "ask a manager or the owner of the store",
    Power.REMOVE: "ask a manager or the owner of the store",
}


def power_for(verb: str) -> Power:
    """The power that an act of this verb takes."""
    return _POWERS.get(verb, Power.WORK)


def role_of(listed: Iterable[StaffRow], account: str) -> Role | None:
    """The role of an operating-system account; None where nobody is listed, so that all may do all."""
    roles = {person.account: Role(person.role) for person in listed}
    if not roles:
        return None
    return roles.get(account_key(account), Role.UNLISTED)


def account_key(account: str) -> str:
    """An account as it is listed: systems differ in whether capitals matter, and people do not mind."""
    return account.strip().casefold()


def why_not(role: Role | None, power: Power, *, owner: bool = False) -> str | None:
    """Why somebody of this role, who may be the owner of the store, may not do a thing; None if they may."""
    if role is None or role in _HOLDERS[power] or (owner and power in _BY_RIGHT):
        return None
    if role is Role.UNLISTED:
        return f"You are not listed in this store, so you may not {power}: ask its owner to list you."
    if role is Role.READ_ONLY:
        return f"You are listed as read-only, so you may not {power}: you can read everything."
    return f"You are listed as {role.label} and may not {power}: {_INSTEAD[power]}."
