"""The verbs of the history that are no act on a case: a look at one, and acts on the store itself."""

from __future__ import annotations

READ, EXPORT = LOOKS = ("read", "export")
DID = f"verb NOT IN {LOOKS}"
"""Holds for the entries by which something changed; with the others somebody only looked."""
ON_THE_STORE = ("repair", "restore", "encrypt", "decrypt")
"""The verbs of acts on the store itself rather than on a case."""
READ_OTHERWISE = "read otherwise"
"""What it is called to have a store follow other readings. The store remembers who did it; it is no act."""
REMOVED, GONE = "remove case", "about removed case"
"""The verb of the entry that a case was removed for good by, and of what is left of those about it alone."""
FOR_GOOD = (*ON_THE_STORE, REMOVED, GONE)
"""The verbs of entries that cannot be taken back."""
