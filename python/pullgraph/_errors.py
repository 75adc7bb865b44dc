# SPDX-License-Identifier: Apache-2.0
"""What can go wrong, by the exit codes of the command."""


import re

_OPTION = re.compile(r"--([a-z][a-z-]*)")


def _in_python(text):
    """The command's words with options as Python has them: --max-hops is max_hops."""
    return _OPTION.sub(lambda m: m.group(1).replace("-", "_"), text)


class Error(Exception):
    """Something went wrong; ``cause`` says what, ``mend`` what to do (may be empty)."""

    exit_code = 1

    def __init__(self, cause, mend=""):
        super().__init__(f"{cause}\n  try: {mend}" if mend else cause)
        self.cause = cause
        self.mend = mend


class UsageError(Error, ValueError):
    """An option or a value that the verb does not take (exit code 2)."""

    exit_code = 2


class InputError(Error, ValueError):
    """A file or a community that does not hold what is needed (exit code 3)."""

    exit_code = 3


class OutputError(Error, OSError):
    """A file that cannot be read or written (exit code 4)."""

    exit_code = 4


class LimitError(Error, MemoryError):
    """Memory or another limit is exceeded (exit code 5)."""

    exit_code = 5


_BY_CODE = {error.exit_code: error for error in (UsageError, InputError, OutputError, LimitError)}


def check(code, cause, mend):
    """Raises what an exit code and its words stand for; 0 is fine."""
    if code == 130:
        raise KeyboardInterrupt
    if code != 0 and cause:
        raise _BY_CODE.get(code, Error)(_in_python(cause), _in_python(mend))
