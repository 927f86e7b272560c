"""`python -m ehc_tui` is `ehc-tui`."""

import sys

from ehc_tui.cli import main

sys.exit(main())
