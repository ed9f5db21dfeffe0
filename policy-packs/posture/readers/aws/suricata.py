"""Just enough of Suricata's rule language: which names a list of pass rules lets through.

Source: Suricata User Guide, "Rules Format", "Payload Keywords" (content, startswith, endswith, dotprefix), "SSL/TLS Keywords" (tls.sni),
"HTTP Keywords" (http.host), "Flow Keywords"; AWS Network Firewall Developer Guide, "Examples of stateful rules".
"""

import re
from collections.abc import Iterator
from typing import Final

from posture.graph.addresses import AddressSet
from posture.readers.aws.prefix_list import PRIVATE
from posture.record import record

_RULE: Final = re.compile(
    r"^(?P<action>\w+)\s+(?P<protocol>[\w-]+)\s+(?P<source>\S+)\s+(?P<source_port>\S+)\s+(?P<way><>|->)\s+"
    r"(?P<target>\S+)\s+(?P<target_port>\S+)\s*\((?P<options>.*)\)\s*$",
    re.DOTALL,
)
_OPTION: Final = re.compile(r'\s*(?P<key>[\w.]+)\s*(?::\s*(?P<value>(?:"(?:[^"\\]|\\.)*"|[^";])*))?;')
_HOST: Final = re.compile(r"^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$")
_BUFFERS: Final = frozenset({"tls.sni", "tls_sni", "http.host", "http_host"})
# Say nothing of what passes, or narrow it further.
_HARMLESS: Final = frozenset(
    {
        "msg", "sid", "rev", "flow", "nocase", "fast_pattern", "classtype", "metadata", "reference", "priority", "gid", "noalert", "depth",
        "ssl_version", "tls.version", "http.method", "flowbits", "alert", "xbits",
    }
)  # fmt: skip
_QUIET: Final = frozenset({"alert", "drop", "reject", "rejectsrc", "rejectdst", "rejectboth", "config"})


@record
class Passes:
    """What rules let through: names; `more` when something beyond names; `drops_rest` when a rule drops whatever else there is."""

    names: tuple[str, ...] = ()
    more: bool = False
    drops_rest: bool = False


def read_rules(text: str) -> Passes | None:
    """What the rules let through; None when one of them can't be read."""
    names: list[str] = []
    more = drops = False
    for line in _lines(text):
        rule = _RULE.match(line)
        if rule is None:
            return None
        action = rule["action"].lower()
        if action in _QUIET:
            drops = drops or (action in ("drop", "reject") and _is_everything(rule))
            continue
        if action != "pass":
            return None
        found = _names(rule)
        if found is None:
            return None
        if found:
            names.extend(found)
        elif not _only_handshake(rule["options"]) and not header_passes_privately(rule["target"], PRIVATE):
            more = True
    return Passes(tuple(dict.fromkeys(names)), more, drops)


def header_passes_privately(target: str, private: AddressSet) -> bool:
    """Whether the target of a rule holds private addresses only. Variables and negations may be anything."""
    listed = target.strip().removeprefix("[").removesuffix("]").split(",")
    try:
        return AddressSet.parse(*(item.strip() for item in listed)) - private == AddressSet()
    except ValueError:
        return False


def _lines(text: str) -> Iterator[str]:
    # A backslash at the end of a line continues the rule.
    for line in text.replace("\\\n", " ").splitlines():
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield stripped


def _is_everything(rule: re.Match[str]) -> bool:
    ends = {rule[part].lower() for part in ("source", "source_port", "target", "target_port")}
    keys = {key for key, _ in _options(rule["options"]) or [("?", "")]}
    return ends <= {"any", "$home_net", "$external_net"} and rule["protocol"].lower() == "ip" and keys <= {"msg", "sid", "rev", "noalert"}


def _only_handshake(options: str) -> bool:
    """TCP before a connection stands: no data yet. The rule that lets handshakes pass so that the name can be seen."""
    return any(key == "flow" and "not_established" in (value or "") for key, value in _options(options) or ())


def _names(rule: re.Match[str]) -> list[str] | None:
    """Names that a pass rule is bound to; empty when it is bound to none; None when its options are not understood."""
    options = _options(rule["options"])
    if options is None:
        return None
    buffer: str | None = None
    dotted = False
    content: str | None = None
    starts = ends = False
    for key, value in options:
        if key in _BUFFERS:
            buffer = key
        elif key == "dotprefix":
            dotted = True
        elif key == "content" and buffer is not None and content is None and value and not value.startswith("!"):
            content = value.strip('"').lower()
        elif key == "startswith":
            starts = True
        elif key in ("endswith", "isdataat"):
            ends = ends or key == "endswith"
        elif key not in _HARMLESS:
            return None
    if buffer is None:
        return []
    if content is None or not ends:
        return None  # bound to a part of the name, or to nothing: too wide to say
    if dotted or (content.startswith(".") and not starts):
        # `dotprefix` puts a dot before the name, so that `.example.com` matches the domain too.
        host = content.removeprefix(".")
        return [*([host] if dotted else []), f"*.{host}"] if _HOST.match(host) and content.startswith(".") else None
    return [content] if starts and _HOST.match(content) else None


def _options(text: str) -> list[tuple[str, str | None]] | None:
    found: list[tuple[str, str | None]] = []
    position = 0
    text = text.strip()
    while position < len(text):
        option = _OPTION.match(text, position)
        if option is None:
            return None
        value = option["value"]
        found.append((option["key"].lower(), value.strip() if value is not None else None))
        position = option.end()
        while position < len(text) and text[position].isspace():
            position += 1
    return found
