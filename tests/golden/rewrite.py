"""Writes the expected screens anew: `python tests/golden/rewrite.py`, then read every one of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

if __name__ == "__main__":
    os.chdir(HERE.parents[1])
    os.environ["GOLDEN"] = "write"
    sys.exit(pytest.main([str(HERE), *sys.argv[1:]]))
