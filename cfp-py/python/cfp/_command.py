"""The `cfp` command."""

import signal
import sys

from cfp._cfp import _run_command


def main() -> None:
    """Run the command with the arguments of the process, and exit with its code."""
    # Nothing of Python runs until the end, so that Ctrl-C is left to the operating system.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(_run_command(sys.argv[1:]))
