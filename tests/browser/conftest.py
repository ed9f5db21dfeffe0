"""A headless browser for these tests, and the report's pages in it.

It lives as long as the package, not the session: as long as it is open its library keeps an event loop running on the thread, and a test of something else
that comes after it on the same worker could start none.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from posture.report.html.render import to_html
from tests.browser.bring import MissingError, axe, browser
from tests.posture.report.reports import big, rich

Opened = Callable[..., Page]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser. It shows our own page, which asks nobody for anything; so it runs without a sandbox, which containers don't have."""
    try:
        found = browser()
    except MissingError as fault:
        pytest.skip(f"no headless browser: {fault}")
    with sync_playwright() as engine:
        started = engine.chromium.launch(
            executable_path=found.program, args=["--no-sandbox", *found.arguments], env={**os.environ, **found.environment}
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages as files."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for name, report in {"rich": rich(), "big": big()}.items():
        made[name] = folder / f"{name}.html"
        made[name].write_text(to_html(report), encoding="utf-8")
    return made


@pytest.fixture
def opened(chromium: Browser, pages: dict[str, Path]) -> Iterator[Opened]:
    """Opens a page in a context of its own. Whatever it says on the console, throws or asks for beyond itself fails the test."""
    contexts = []
    said: list[str] = []

    def open_page(name: str = "rich", *, watched: bool = True, **context: object) -> Page:
        contexts.append(chromium.new_context(**context))  # type: ignore[arg-type]  # as the test names them
        page = contexts[-1].new_page()
        if not watched:
            page.goto(pages[name].as_uri())
            return page
        _listen(page, said)
        page.goto(pages[name].as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def _listen(page: Page, said: list[str]) -> None:
    def asked(url: str) -> None:
        if not url.startswith("file:"):
            said.append(f"request: {url}")

    def spoke(dialog: Dialog) -> None:
        said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("dialog", spoke)
    page.on("request", lambda request: asked(request.url))


@pytest.fixture(scope="session")
def axe_script() -> str:
    """axe-core, to be run in a page."""
    try:
        return axe()
    except MissingError as fault:
        pytest.skip(f"no axe-core: {fault}")
