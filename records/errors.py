"""The errors of this product, one page.

HyoteiError                 base: `message` is one Japanese line (what is wrong, what to do), `detail` is for the log
├── InvalidData             a data folder that must not go live: file, row and column are in the message
├── DatabaseUnusable        the records database is damaged, locked, of another version or cannot be written
├── UnreadableDocument      a file that is not an evaluation document, or not one that can be read
├── BadUsage                a command line that cannot be obeyed
└── SettingsMissing         a setting that is absent or malformed
"""


class HyoteiError(Exception):
    """Base of all. *message*: one Japanese line for the user; *detail*: English, for the log."""

    def __init__(self, message: str, *, detail: str = "") -> None:
        """Keep both texts; neither may hold a secret."""
        super().__init__(message)
        self.message = message
        self.detail = detail


class InvalidData(HyoteiError):
    """A data folder breaks its own rules; nothing of it is loaded."""


class DatabaseUnusable(HyoteiError):
    """The records database cannot be opened, read or written."""


class UnreadableDocument(HyoteiError):
    """A document cannot be ingested: the file, its encoding, or what is in it."""


class BadUsage(HyoteiError):
    """The command line asks for something that does not exist."""


class SettingsMissing(HyoteiError):
    """A token or path that the command needs is missing or malformed."""
