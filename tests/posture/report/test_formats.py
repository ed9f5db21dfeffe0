"""Which form is written, and what is said where its library is missing."""

import builtins
from pathlib import Path
from typing import Any

import pytest

from posture.errors import InputError
from posture.report.formats import renderer
from tests.posture.report.reports import rich


@pytest.mark.parametrize(
    ("name", "output", "begins"),
    [
        (None, None, "<!doctype html>"),
        (None, "x.HTM", "<!doctype html>"),
        (None, "x.json", '{\n  "version": 1'),
        ("sarif", "x.html", '{\n  "$schema"'),
    ],
)
def test_the_form_is_the_one_that_is_named_else_the_files_else_html(name: str | None, output: str | None, begins: str) -> None:
    assert renderer(name, Path(output) if output else None)(rich()).startswith(begins)


@pytest.mark.parametrize(("form", "module", "package"), [("html", "html.render", "jinja2"), ("oscal", "oscal", "compliance-trestle")])
def test_without_its_library_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, form: str, module: str, package: str
) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == f"posture.report.{module}":
            raise ModuleNotFoundError("No module named 'x'", name="x")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(InputError, match=f"--format {form}: needs {package}, which is not installed .*pip install {package}"):
        renderer(form, None)
