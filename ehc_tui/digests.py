"""SHA-256 without all of OpenSSL, which takes longer to load than the caseload takes to be read.

It is the implementation that Python brings along and that `random` looks for in the same way. Where there is
none, OpenSSL's gives the same.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, which nobody should have to load for this
if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256

__all__ = ["sha256"]
