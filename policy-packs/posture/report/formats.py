"""The report's forms, and where one is written. What a form needs is imported when it is asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from posture.errors import InputError
from posture.report.model import Report
from posture.report.shown import write_for_programs

Renderer = Callable[[Report], str]

_BY_ENDING: Final = {".html": "html", ".htm": "html", ".json": "json", ".sarif": "sarif"}


def renderer(name: str | None, output: Path | None) -> Renderer:
    """The form that is named, else the one that the file's ending tells, else HTML. Raises `InputError`."""
    if output is not None:
        _refuse_where_nothing_can_be_written(output)
    if name is None and output is not None:
        name = _BY_ENDING.get(output.suffix.lower())
        if name is None:
            raise InputError(f"--output {output}: its ending tells no form; end it in {', '.join(_BY_ENDING)}, or give --format.")
    return _FORMS[name or "html"]()


def _refuse_where_nothing_can_be_written(output: Path) -> None:
    """Before anything is judged: a large stack takes a while."""
    if output.is_dir():
        raise InputError(f"--output {output}: a folder. Name the file in it, such as {output / 'report.html'}.")
    if not output.parent.is_dir():
        raise InputError(f"--output {output}: can't be written: there is no folder {output.parent}. Make it, or name another file.")


def write(text: str, output: Path | None) -> None:
    """To the file, or to standard output. Raises `InputError` where it can't be written."""
    if output is None:
        write_for_programs(text)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"--output {output}: can't be written: {error.strerror}.") from None


def _html() -> Renderer:
    try:
        from posture.report.html.render import to_html
    except ModuleNotFoundError as error:
        raise _missing(error, "html", "jinja2") from None
    return to_html


def _json() -> Renderer:
    return lambda report: report.model_dump_json(indent=2) + "\n"


def _sarif() -> Renderer:
    from posture.report.sarif import to_sarif

    return to_sarif


def _oscal() -> Renderer:
    try:
        from posture.report.oscal import to_oscal
    except ModuleNotFoundError as error:
        raise _missing(error, "oscal", "compliance-trestle") from None
    return to_oscal


def _missing(error: ModuleNotFoundError, form: str, package: str) -> InputError:
    return InputError(f"--format {form}: needs {package}, which is not installed (no module {error.name!r}). pip install {package}")


_FORMS: Final[dict[str, Callable[[], Renderer]]] = {"html": _html, "json": _json, "sarif": _sarif, "oscal": _oscal}
