"""A generated document of which the tests of whole folders make their copies."""

from __future__ import annotations

import pytest

from records.dataset import Dataset, read_folder
from records.ingest.ingest import Ingested
from records.replace import replace_folder
from tests.records.ingest.generate import Generated, generate
from tests.records.ingest.inventions import random_spec
from tests.records.ingest.pieces import ingest_text


@pytest.fixture(scope="session")
def generated() -> Generated:
    """A document of three items with both evaluations, slides and front matter."""
    spec = random_spec(
        8,
        items=3,
        evaluations=("annual", "prospective"),
        code_style="roman",
        slides=True,
        front_matter=True,
        input_tables=False,
        years=5,
    )
    return generate(spec)


@pytest.fixture(scope="session")
def ingested(generated: Generated) -> Ingested:
    """What reading it gives."""
    return ingest_text(generated.text)


@pytest.fixture(scope="session")
def kept(ingested: Ingested, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Its data folder, written and read back."""
    folder = tmp_path_factory.mktemp("kept") / ingested.document_id
    tables = {name: tuple(dict(row) for row in rows) for name, rows in ingested.tables.items()}
    organization = tables["organizations"][0]
    organization["name_en"] = organization["name_en"] or "Invented Agency"  # no document states it
    replace_folder(folder, tables)
    return read_folder(folder)
