"""What the tests of the whole server share: an upstream and a gateway in front of it, once for each module or each test."""

from collections.abc import Iterator

import pytest
from gateway_process import GatewayProcess
from upstream import Upstream


@pytest.fixture(scope="module")
def shared_upstream() -> Iterator[Upstream]:
    """One upstream for the tests of a module."""
    with Upstream() as upstream:
        yield upstream


@pytest.fixture(scope="module")
def shared_gateway(shared_upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    """One gateway with the shipped rules for the tests of a module."""
    with GatewayProcess(tmp_path_factory.mktemp("gateway"), shared_upstream.port) as gateway:
        yield gateway


@pytest.fixture
def upstream(shared_upstream: Upstream) -> Iterator[Upstream]:
    """The module's upstream, with no letters and no script of other tests."""
    shared_upstream.normal()
    shared_upstream.delivered.clear()
    yield shared_upstream
    shared_upstream.normal()


@pytest.fixture
def gateway(shared_gateway: GatewayProcess, upstream: Upstream) -> GatewayProcess:
    """The module's gateway."""
    return shared_gateway
