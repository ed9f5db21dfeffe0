"""How `make test` spreads tests over its two workers, and what all of them have in common."""

import gc

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# No test's verdict hangs on the clock: a busy machine would make it red.
hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")

# Twenty thousand tests and three SDKs are millions of objects, which stay. Looking for cycles among them, after every 700 new ones, took a
# sixth of all processor time: it is done now and then, and never among what collection has made.
gc.set_threshold(100_000, 50, 100)


class ByFolderOrFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist is untyped
    """Tests of one file stay on one worker, and so do all engine tests of one cloud.

    The engine's tests share costly fixtures, one world a cloud: each cloud's is built once, on one worker.
    Not `--dist loadgroup`: pytest-xdist 3.8 marks groups by a private attribute that pytest 9.2 no longer reads,
    so that its groups are silently none.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        if not file.startswith("tests/engine/"):
            return file
        return next(
            (f"tests/engine/{cloud}" for cloud in ("azure", "gcp") if file.startswith(f"tests/engine/test_{cloud}_")), "tests/engine"
        )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a worker of `pytest -n` the engine's tests come first: they are the longest, and what is short fills up what time they leave."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not item.nodeid.startswith("tests/engine/"))


def pytest_collection_finish() -> None:
    """What is there now stays to the end."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tests on real servers and in a real browser are counted apart: what was skipped there was not tested, and why."""
    for marker, where in {"live": "on real servers", "browser": "in a real browser"}.items():
        found = {
            word: [one for one in terminalreporter.stats.get(word, ()) if marker in getattr(one, "keywords", {})]
            for word in ("passed", "failed", "error", "skipped")
        }
        if any(found.values()):
            counts = ", ".join(f"{len({one.nodeid for one in ran})} {word}" for word, ran in found.items() if ran)
            terminalreporter.write_line(f"{where}: {counts}")
            for why in sorted({str(one.longrepr[2]) for one in found["skipped"] if isinstance(one.longrepr, tuple)}):
                terminalreporter.write_line(f"  not tested: {why.removeprefix('Skipped: ')}")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """The scheduler for `pytest -n`."""
    return ByFolderOrFile(config, log)
