"""Report → one HTML page that asks nobody for anything: style and script stand in it, and its policy lets nothing else in.

Sources: W3C, "Content Security Policy Level 3" (hashes of inline style and script); Jinja documentation, "Autoescaping".
"""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from posture.report.causes import SEVERITIES, VERDICTS
from posture.report.html.zone_map import HEIGHT, WIDTH, zone_map
from posture.report.model import Report
from posture.report.remedy import fix_for
from posture.report.settling import settled_by, settles
from posture.report.shown import lines

HERE: Final = Path(__file__).parent


def to_html(report: Report) -> str:
    """The page. Names of a judged program are text in it, whatever they hold."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            report=report,
            map=zone_map(report),
            width=WIDTH,
            height=HEIGHT,
            policy=policy,
            fix_for=fix_for,
            settles=settles,
            settled_by=settled_by,
            # Our own files: they may stand as they are.
            style=Markup(style),  # noqa: S704
            script=Markup(script),  # noqa: S704
            severities=[word for word in SEVERITIES if any(cause.severity == word for cause in report.causes)],
            verdicts=[word for word in VERDICTS if any(cause.verdict == word for cause in report.causes)],
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown
    )


def _shown(value: Any) -> Any:
    """What a name holds is shown, not obeyed: HTML has no place for control characters, and a browser turns the line at an override of direction."""
    return lines(value) if type(value) is str else value


@cache
def _asset(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
