"""A data folder for each test, and a ledger over it that is closed afterwards."""

import pytest
from storage_samples import Place


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


@pytest.fixture
def ledger(place):
    ledger = place.ledger()
    yield ledger
    ledger.close()
