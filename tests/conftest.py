"""How `make test` spreads tests over its two workers."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling


class ByFolderOrFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist is untyped
    """Tests of one file stay on one worker, and so do all of tests/engine.

    Two engines at once only take the two processors from each other, and the engine's tests share costly fixtures.
    Not `--dist loadgroup`: pytest-xdist 3.8 marks groups by a private attribute that pytest 9.2 no longer reads,
    so that its groups are silently none.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "tests/engine" if nodeid.startswith("tests/engine/") else nodeid.split("::", 1)[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """The scheduler for `pytest -n`."""
    return ByFolderOrFile(config, log)
