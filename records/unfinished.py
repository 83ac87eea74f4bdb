"""What a replacement of a data folder leaves when its process is killed between its two moves: finished at the next start."""

from __future__ import annotations

import time
from pathlib import Path

from records.errors import DatabaseUnusable

# a replacement works in a folder of this prefix beside its destination; its last step moves the old folder there, then the new one out
PREFIX = ".hyotei-"
BEFORE = "before"
# a process at work is long done by then with the second move
_AT_WORK_SECONDS = 1.0


def finish_replacements(parent: Path) -> None:
    """Put every new folder in place whose old one was moved away; it was read back and found whole before that.

    Raises DatabaseUnusable when that is not possible: without it the records of the user's own would be missing in silence.
    """
    for old in sorted(parent.glob(f"{PREFIX}*/{BEFORE}")):
        try:
            made = [path for path in old.parent.iterdir() if path != old]
            if all((parent / path.name).exists() for path in made):
                continue
            time.sleep(_AT_WORK_SECONDS)
            for path in made:
                if path.exists() and not (parent / path.name).exists():
                    path.rename(parent / path.name)
        except FileNotFoundError:
            continue  # the process was at work, and is done
        except OSError as error:
            message = f"{parent} で途中で止まった記録の置き換えを終えられません（{error.strerror}）。書込み権限を確かめてください。"
            raise DatabaseUnusable(message, detail=repr(error)) from error
