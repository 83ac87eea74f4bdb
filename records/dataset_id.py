"""Where the shipped data folders are, and which document a folder is about, without reading the folder: what decides whether it stands in for another."""

from __future__ import annotations

import json
from pathlib import Path

SHIPPED_DATA = Path(__file__).resolve().parent / "data"


def document_id_of(folder: Path) -> str:
    """The name in the folder's datapackage.json; the folder's own name when that cannot be read (building says why)."""
    try:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return folder.name
    name = package.get("name") if isinstance(package, dict) else None
    return name if isinstance(name, str) else folder.name
