"""Small files that people write, TOML or JSON: read so that no file, however made, takes time or memory."""

from __future__ import annotations

import errno
import re
import stat
from pathlib import Path
from typing import Any

MOST_BYTES = 1_000_000
DEEPEST = 20
"""Tables and lists in one another; ours need five."""
_TOO_DEEP = "it is nested too deeply"
_KEY = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DOTTED = rf"(?<![\w-]){_KEY}(?:[ \t]*+\.[ \t]*+{_KEY}){{{DEEPEST}}}"
"""A key of so many parts, each of which costs the reader of TOML all those before it once more."""


class Unreadable(ValueError):  # noqa: N818 - it says what the file is
    """The file says nothing that can be read; the message says why, as a clause without a full stop."""


def read_small(path: Path) -> str:
    """The UTF-8 text of a file, without its mark. Raises `OSError`, `UnicodeDecodeError` and `Unreadable`."""
    if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
        raise OSError(errno.EINVAL, "it is not a file", str(path))
    with path.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    return content.decode("utf-8-sig")


def from_toml(text: str) -> dict[str, Any]:
    """What a text in TOML says. Raises `Unreadable`."""
    import tomllib  # here, because most people have no such file and nobody should wait for it

    if re.search(_DOTTED, text):
        raise Unreadable(_TOO_DEEP)
    return _parsed(tomllib.loads, text)  # type: ignore[no-any-return]


def from_json(text: str | bytes) -> Any:
    """What a text in JSON says. Raises `Unreadable`."""
    import json

    return _parsed(json.loads, text)


def _parsed(parse: Any, text: str | bytes) -> Any:
    try:
        value = parse(text)
    except RecursionError:
        raise Unreadable(_TOO_DEEP) from None
    except ValueError as error:  # also a number of thousands of figures
        raise Unreadable(str(error)) from error
    level = [value]
    for _ in range(DEEPEST):
        if any(isinstance(one, int) and one.bit_length() > 64 for one in level):
            raise Unreadable("it holds a number that is too great")
        level = [inner for outer in level for inner in _inside(outer)]
    if level:
        raise Unreadable(_TOO_DEEP)
    return value


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
