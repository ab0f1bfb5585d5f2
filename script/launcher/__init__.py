"""Brings slirisk up from nothing but Python: installs it, starts its servers, runs it, tests it.

Only the standard library is imported here, so that it runs before anything is installed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (it is what tells somebody with an older Python)
    sys.exit(
        "slirisk needs Python 3.11 or newer and this is {}.{}. Install a newer one and run the script again; "
        "PYTHON=/path/to/python3.12 in front of the command chooses it.".format(*sys.version_info[:2])
    )
