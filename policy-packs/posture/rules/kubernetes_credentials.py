"""What looks like a credential in plain text: by the name that it goes by, and by its own form.

Sources: gitleaks and detect-secrets (names and forms that scanners look for); RFC 3986 section 3.2.1 (user information in a URL).
"""

import re
from typing import Any, Final

_NAMED: Final = re.compile(r"(?i)(^|[_.-])(password|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)$")
_FORM: Final = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bghp_[A-Za-z0-9]{36}\b|\bhvs\.[A-Za-z0-9_-]{20,}|://[^/\s:@]+:[^/\s:@${]+@"
)
_NOT_ONE: Final = re.compile(
    r"(?i)(true|false|none|null|\d{1,9}|/[\w./-]*|\$\{?[\w.()]+\}?|https?://[^@\s]*|[a-z0-9.-]+\.svc(\.[a-z.]+)?)?"
)
"""Values that are none whatever their name: flags, numbers, paths, placeholders, addresses."""


def credential_in(name: str, value: Any) -> bool:
    """Whether an entry holds a credential that anybody can read."""
    if not isinstance(value, str) or not value:
        return False
    if _FORM.search(value):
        return True
    return bool(_NAMED.search(name)) and not _NOT_ONE.fullmatch(value.strip())
