"""What people are shown when something is wrong: one line that says which, what, expected, what to
do.
"""


class PressroomError(Exception):
    """A mistake that a person can mend; the command line prints it as one line and exits with 2.

    `key` names the same in the texts of the staff desk, which speaks other languages; `values` are
    filled in there. An error that staff cannot meet at the desk has none.
    """

    def __init__(self, message: str = "", *, key: str = "", **values: object) -> None:
        super().__init__(message)
        self.key = key
        self.values = values


class ReadError(PressroomError):
    """A file or line that cannot be read as a document."""


class LibraryError(PressroomError):
    """A document that is not in the library, or a library that does not fit."""


class DamagedError(LibraryError):
    """A part of the data folder that does not hold what was written: which, and how it is
    mended.
    """


class UnreachableError(LibraryError):
    """A server that does not answer."""


class QuestionError(PressroomError):
    """A question that cannot be asked: empty, too long, malformed."""


class SettingsError(PressroomError):
    """A setting that is unknown or has a value that cannot be."""


class StaffError(PressroomError):
    """An account, password, role or token that cannot be."""
