"""The pool promises to work on both event loops: its tests run on each."""

import asyncio
from collections.abc import Callable, Mapping

import pytest
import uvloop


def pytest_asyncio_loop_factories(config, item: pytest.Item) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    stock = {"asyncio": asyncio.new_event_loop}
    return stock | {"uvloop": uvloop.new_event_loop} if item.path.name == "test_pool.py" else stock
