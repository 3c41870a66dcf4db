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
