"""What a Corefile of CoreDNS forwards, and where to.

Sources: CoreDNS manual, "Configuration" (server blocks, plugins), and its plugins `forward`, `kubernetes`, `template`, `import`; Kubernetes documentation, "Customizing
DNS Service" (the ConfigMap `coredns`, `forward . /etc/resolv.conf`).
"""

import re
from collections.abc import Iterator
from typing import Final

from posture.record import record

_FORWARDS: Final = frozenset({"forward", "proxy", "grpc", "alternate", "fanout", "dnsredir", "unbound", "erratic"})
_ANSWERS: Final = frozenset(
    {
        "acl", "any", "auto", "autopath", "azure", "bind", "bufsize", "cache", "cancel", "chaos", "clouddns", "debug", "dns64", "dnssec", "dnstap", "errors",
        "etcd", "file", "geoip", "header", "health", "hosts", "k8s_external", "kubernetes", "loadbalance", "local", "log", "loop", "metadata", "minimal",
        "multisocket", "nomad", "nsid", "pprof", "prometheus", "ready", "reload", "rewrite", "root", "route53", "secondary", "sign", "template", "tls", "timeouts",
        "trace", "transfer", "tsig", "view", "whoami",
    }
)  # fmt: skip
"""Plugins that answer by themselves, or do not answer."""
_NODES: Final = "/etc/resolv.conf"


@record
class Forwarding:
    """Where questions go that the cluster does not answer itself."""

    targets: tuple[str, ...] = ()
    """Servers that questions about any name are sent to; `/etc/resolv.conf` is the node's own resolver."""
    allows: tuple[str, ...] = ()
    """Names (with all below them) that are sent on."""
    readable: bool = True


@record
class _Block:
    zones: tuple[str, ...]
    plugins: tuple[tuple[str, ...], ...]


def parse_corefile(text: str) -> Forwarding:
    """Every server block together."""
    targets: list[str] = []
    allows: list[str] = []
    readable = True
    for block in _blocks(text):
        whole = any(_zone(zone) == "." for zone in block.zones)
        if _refuses_all(block):
            continue
        for words in block.plugins:
            if words[0] in _FORWARDS:
                names = (words[1],) if len(words) > 1 else (".",)
                if len(words) < 3:
                    readable = False
                elif whole and names[0] == ".":
                    targets.extend(words[2 : words.index("{") if "{" in words else None])
                else:
                    allows.extend(names if names[0] != "." else (_zone(zone) for zone in block.zones))
            elif words[0] not in _ANSWERS:
                readable = False
    return Forwarding(tuple(dict.fromkeys(targets)), tuple(dict.fromkeys(allows)), readable)


def asks_node(target: str) -> bool:
    """Whether a target is the node's own resolver."""
    return target == _NODES


def _zone(zone: str) -> str:
    bare = re.sub(r"^[a-z]+://", "", zone)
    return re.sub(r":\d+$", "", bare) or "."


def _refuses_all(block: _Block) -> bool:
    """A template that answers every question comes before every plugin that could forward it."""
    for words in block.plugins:
        if (
            words[:3] == ("template", "ANY", "ANY")
            and words[3:4] in ((), (".",), ("{",))
            and "fallthrough" not in words
            and "match" not in words
        ):
            return True
    return False


def _blocks(text: str) -> Iterator[_Block]:
    """Server blocks: zones, then plugins one a line; what stands within a plugin's own braces belongs to it."""
    zones: tuple[str, ...] = ()
    plugins: list[tuple[str, ...]] = []
    current: list[str] = []
    depth = 0
    for line in text.splitlines():
        words = line.split("#", 1)[0].replace("{", " { ").replace("}", " } ").split()
        for word in words:
            if word == "{":
                depth += 1
                if depth == 1:
                    zones, current = tuple(one.strip(",") for one in current), []
                else:
                    current.append(word)
                continue
            if word == "}":
                depth -= 1
                if depth == 0:
                    if current:
                        plugins.append(tuple(current))
                    yield _Block(zones, tuple(plugins))
                    zones, plugins, current = (), [], []
                continue
            current.append(word)
        if depth == 1 and current:
            plugins.append(tuple(current))
            current = []
    if depth != 0 or plugins:
        yield _Block((".",), (("unreadable",),))
