"""What a reader sees of texts that a judged program chose: they can't forge a line, move the cursor or turn the reading direction.

Sources: Unicode Standard, "Control Pictures" (U+2400–U+2421) and Annex 9, "Directional Formatting Characters";
CWE-150, "Improper Neutralization of Escape, Meta, or Control Sequences".
"""

import codecs
import sys
from typing import Any, Final, TextIO

_PICTURES: Final = {**{code: 0x2400 + code for code in range(0x20)}, 0x7F: 0x2421}
# C1 controls, which terminals obey as they obey escapes; separators of lines; marks, embeddings, overrides and isolates of direction.
_NOT_SHOWN: Final = (*range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_ONE_LINE: Final = {**_PICTURES, **dict.fromkeys(_NOT_SHOWN, 0xFFFD)}
_LINES: Final = {code: sign for code, sign in _ONE_LINE.items() if code not in (0x09, 0x0A)}
_PLAIN: Final = {
    "✓": "+",
    "✗": "x",
    "→": "->",
    "←": "<-",
    "…": "...",
    "–": "-",
    "—": "-",
    "“": '"',
    "”": '"',
    "’": "'",
    "≤": "<=",
    "≥": ">=",
}
_HANDLER: Final = "posture-plain"


def one_line(text: str) -> str:
    """The text with a sign for each character that would do something else than stand there; as long as it was."""
    return text.translate(_ONE_LINE)


def lines(text: str) -> str:
    """As `one_line`, but its own line breaks and tabs stand: a message of several lines, a snippet."""
    return text.translate(_LINES)


def _plain(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    told = (_PLAIN.get(sign) or sign.encode("ascii", "backslashreplace").decode() for sign in error.object[error.start : error.end])
    return "".join(told), error.end


def for_people(*streams: TextIO) -> None:
    """Streams whose encoding lacks a sign (a console of Windows, the locale C) say it in plain letters instead of failing."""
    codecs.register_error(_HANDLER, _plain)
    for stream in streams or (sys.stdout, sys.stderr):
        _set(stream, errors=_HANDLER)


def write_for_programs(text: str) -> None:
    """To standard output in UTF-8, whatever the terminal speaks: JSON and pages are nothing else. Source: RFC 8259, section 8.1."""
    _set(sys.stdout, encoding="utf-8", errors="backslashreplace")
    sys.stdout.write(text)


def _set(stream: Any, **how: str) -> None:
    # A stream that somebody put in the place of the process's own may have no encoding.
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(**how)
