"""Deterministic names: no random suffix, so that policies can name a resource before it exists."""

HASH_LENGTH = 8
"""Hexadecimal digits of a short hash: 32 bits tell one organization's environments apart."""


def short_hash(organization: str, environment: str, account: str = "") -> str:
    """Eight hexadecimal digits that end globally unique names (bucket names, for example).

    The parts are separated by a character that none of them can hold, so ("a", "bc") and ("ab", "c") differ.
    """
    return _digest("\n".join((organization, environment, account)))


def resource_name(organization: str, environment: str, *parts: str, account: str | None = None, max_length: int = 63) -> str:
    """`organization-environment-part-…`, cut to `max_length`; with `account` given it ends in `short_hash`.

    A name that is too long keeps its beginning and ends in a hash of the whole, so that two long names never become one.
    63 is the limit of S3 bucket names (Amazon S3 User Guide, "General purpose bucket naming rules") and of DNS labels.
    """
    suffix = [] if account is None else [short_hash(organization, environment, account)]
    stem = "-".join((organization, environment, *parts))
    whole = "-".join((stem, *suffix))
    if len(whole) <= max_length:
        return whole
    tail = "-".join(("", _digest(whole)[:HASH_LENGTH], *suffix))
    room = max_length - len(tail)
    if room < 1:
        raise ValueError(f"a name of {max_length} characters has no room for the ending {tail!r}; allow {len(tail) + 1} or more")
    return stem[:room].rstrip("-") + tail


def _digest(text: str) -> str:
    import hashlib  # OpenSSL takes longer to load than this package

    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]
