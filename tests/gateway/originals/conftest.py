"""A confined worker for the tests of this folder: a module says what it does by a fixture `answers`."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from gateway.extract.pool import Pool
from gateway.extract.template import Template
from gateway.extract.worker import Handler
from gateway.limits import Limits


@pytest.fixture(scope="module")
def template(answers: Callable[[], Handler]) -> Iterator[Template]:
    template = Template.start(answers, Limits())
    yield template
    template.stop()


@pytest.fixture
async def pool(template: Template) -> AsyncIterator[Pool]:
    pool = Pool(template.path, 1, Limits())
    yield pool
    await pool.close()
