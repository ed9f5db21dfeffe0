"""Forms of words in manifests: names, labels, quantities, durations of ports. Each answers with a reason, or None.

Sources: Kubernetes documentation, "Object Names and IDs", "Labels and Selectors: syntax and character set", "Quantity";
`k8s.io/apimachinery/pkg/util/validation`, whose words the messages follow.
"""

import re
from collections.abc import Callable

Reason = str | None

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_LABEL_1035 = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_QUALIFIED = re.compile(r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
_QUANTITY = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?\d+))?")
_PORT_NAME = re.compile(r"(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")
_ENVIRONMENT = re.compile(r"[ -<>-~]+")
_KEY = re.compile(r"[-._a-zA-Z0-9]+")
_LONGEST_LABEL, _LONGEST_SUBDOMAIN, _LONGEST_PORT_NAME = 63, 253, 15
_PORTS = range(1, 65536)


def label(text: str) -> Reason:
    """RFC 1123 label."""
    return _fits(text, _LABEL, _LONGEST_LABEL, "a lowercase RFC 1123 label: lower case alphanumeric characters or '-', such as 'my-name'")


def label_1035(text: str) -> Reason:
    """RFC 1035 label."""
    what = "a DNS-1035 label: lower case alphanumeric characters or '-', beginning with a letter, such as 'my-name'"
    return _fits(text, _LABEL_1035, _LONGEST_LABEL, what)


def subdomain(text: str) -> Reason:
    """RFC 1123 subdomain."""
    what = "a lowercase RFC 1123 subdomain: lower case alphanumeric characters, '-' or '.', such as 'example.com'"
    return _fits(text, _SUBDOMAIN, _LONGEST_SUBDOMAIN, what)


def path_segment(text: str) -> Reason:
    """What may stand between slashes of an address: names of roles and their bindings."""
    if text in (".", ".."):
        return f"may not be {text!r}"
    found = next((letter for letter in "/%" if letter in text), None)
    return f"may not contain {found!r}" if found else None


def label_key(text: str) -> Reason:
    """Key of a label or annotation: `example.com/name`."""
    prefix, slash, name = text.rpartition("/")
    if slash and (subdomain(prefix) or not prefix):
        return f"the prefix of {text!r} must be a DNS subdomain"
    return (
        _fits(name, _QUALIFIED, _LONGEST_LABEL, "alphanumeric characters, '-', '_' or '.', such as 'MyName'")
        if name
        else "a name must follow '/'"
    )


def label_value(text: str) -> Reason:
    """Value of a label."""
    if not text:
        return None
    return _fits(
        text,
        _QUALIFIED,
        _LONGEST_LABEL,
        "empty, or alphanumeric characters, '-', '_' or '.', beginning and ending with an alphanumeric one",
    )


def quantity(text: object) -> Reason:
    """`500m`, `1.5Gi`, `2`."""
    is_number = isinstance(text, int | float) and not isinstance(text, bool)
    if is_number or (isinstance(text, str) and _QUANTITY.fullmatch(text)):
        return None
    return f"{text!r} is no quantity: a number, and one of m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei"


def port(value: object) -> Reason:
    """A number of a port."""
    is_port = isinstance(value, int | float) and not isinstance(value, bool) and value in _PORTS
    return None if is_port or not isinstance(value, int | float) else f"{value!r} is not between 1 and 65535"


def port_name(text: str) -> Reason:
    """Name of a port: an IANA service name."""
    what = "at most 15 lower case letters, digits and single '-', with at least one letter"
    return None if len(text) <= _LONGEST_PORT_NAME and _PORT_NAME.fullmatch(text) else f"{text!r} is no name of a port: {what}"


def environment_name(text: str) -> Reason:
    """Name of an environment variable: any printable ASCII but '='."""
    return (
        None
        if _ENVIRONMENT.fullmatch(text)
        else f"{text!r} is no name of an environment variable: printable ASCII characters other than '='"
    )


def data_key(text: str) -> Reason:
    """Key in a ConfigMap or Secret."""
    good = _KEY.fullmatch(text) and text not in (".", "..") and not text.startswith("..") and len(text) <= _LONGEST_SUBDOMAIN
    return None if good else f"{text!r} is no key: at most 253 alphanumeric characters, '-', '_' or '.'"


def _fits(text: str, form: re.Pattern[str], longest: int, what: str) -> Reason:
    if len(text) > longest:
        return f"{text!r} has {len(text)} characters; at most {longest}"
    return None if form.fullmatch(text) else f"{text!r} must be {what}"


Form = Callable[[str], Reason]
