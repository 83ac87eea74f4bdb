"""Python at work in a process of its own, that may be killed or meet a full disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import records

REPOSITORY = Path(records.__file__).parent.parent


def run_script(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The outcome of *script*; the arguments are sys.argv[1] and on."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False, timeout=120)
