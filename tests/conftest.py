"""What holds for every test."""

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All engine tests share one worker (`--dist loadgroup`): two engines at once only take the processors from each other.

    A test that names a group of its own keeps it.
    """
    for item in items:
        if item.get_closest_marker("engine") and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("engine"))
