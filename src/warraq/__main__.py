"""`python -m warraq` is the `warraq` program."""

import sys

from warraq.commands import main

if __name__ == "__main__":  # worker processes import this module by another name
    sys.exit(main())
