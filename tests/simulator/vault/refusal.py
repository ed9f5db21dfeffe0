"""One create that a server refuses, and what is there before it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.rules.vault import kinds
from tests.simulator.vault.server import Server

Prepare = Callable[[Server], Any]


def nothing(_server: Server) -> None:
    """An empty server."""


@dataclass(frozen=True)
class Refusal:
    """One create that is refused. Values of inputs that are functions are called with what `before` made."""

    name: str
    type: str
    inputs: dict[str, Any]
    code: str
    words: str
    before: Prepare = nothing
    in_root: bool = False
    """Whether a real server is asked in its root namespace, where alone it has the path."""

    def resolved(self, made: Any) -> dict[str, Any]:
        """The inputs, with what they take from what was made before."""
        return {name: value(made) if callable(value) else value for name, value in self.inputs.items()}


def pki(server: Server) -> Any:
    """A mount with a root."""
    server.mount()
    return server.root()


def with_role(server: Server) -> Any:
    """The same, and a role for one domain, without addresses."""
    made = pki(server)
    server.role(allowIpSans=False, allowedUriSans=["spiffe://phi.example/zone/phi/*"], allowLocalhost=False)
    return made


def bounded_role(server: Server) -> Any:
    """A role that takes no end of the request's own: OpenBao's `not_after_bound`."""
    made = pki(server)
    document = '{"allow_any_name": true, "key_type": "ec", "key_bits": 256, "max_ttl": 3600, "not_after_bound": "forbid"}'
    server.make(kinds.ENDPOINT, path="pki/roles/leaf", dataJson=document, ignoreAbsentFields=True)
    return made


def a_request(server: Server) -> Any:
    """Two mounts, a root on the first, a request on the second."""
    pki(server)
    server.mount("zones")
    return server.request()


def mounted(path: str, kind: str, **inputs: Any) -> Prepare:
    """One secrets engine."""
    return lambda server: server.mount(path, kind, **inputs)


def method(kind: str) -> Prepare:
    """One auth method at the path of its type."""
    return lambda server: server.auth(kind)


def an_entity(server: Server) -> Any:
    """An entity and a method."""
    server.auth("cert")
    return server.make(kinds.ENTITY, name="agent")
