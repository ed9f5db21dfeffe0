"""Runs a component under mocks of Vault and records what it registers: see `tests/recording.py`.

The mock answers what the server makes up: ids, requests, certificates. In a preview nothing is known that was not given.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks

from tests import recording

AS_OF = "2026-11-01"
"""Day on which the tests judge lives."""
DOMAIN = "clinic.example"
CA = "-----BEGIN CERTIFICATE-----\nof-the-tests\n-----END CERTIFICATE-----"


class Recording(recording.Recording[recording.Built]):
    """Everything that one program registered in Vault."""

    package = "vault"

    def policy(self, name: str) -> dict[str, tuple[list[str], list[str]]]:
        """Path → capabilities and denied parameters of the policy of that name."""
        [text] = [built.inputs["policy"] for built in self.of("index/policy:Policy") if built.inputs["name"] == name]
        return policy_of(text)

    def endpoint(self, path: str) -> dict[str, Any]:
        """What is written to a path that has no type of its own."""
        [written] = [built.inputs["dataJson"] for built in self.of("generic/endpoint:Endpoint") if built.inputs["path"] == path]
        # The SDK makes it a secret, as the server's answer may hold one.
        found: dict[str, Any] = json.loads(plain(written))
        return found


def plain(value: Any) -> Any:
    """The value of a secret, or of what is none."""
    return value["value"] if isinstance(value, dict) and rpc._special_sig_key in value else value


def policy_of(text: str) -> dict[str, tuple[list[str], list[str]]]:
    """The paths of a policy's text."""
    blocks = re.findall(r'^path "([^"]+)" \{\n(.*?)^\}', text, re.MULTILINE | re.DOTALL)
    return {
        path: (re.findall(r'"(\w+)"', body.split("\n")[0].partition("=")[2]), re.findall(r'"(\w+)" = \[\]', body)) for path, body in blocks
    }


class _Vault(Mocks):
    def __init__(self, preview: bool) -> None:
        self._preview = preview

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if not args.typ.startswith("vault:"):
            return "", args.inputs
        answers = _answers(args.typ.removeprefix("vault:"), args.name)
        if self._preview:
            answers = dict.fromkeys(answers, rpc.UNKNOWN)
        return None if self._preview else f"id-of-{args.name}", {**args.inputs, **answers}

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
        raise AssertionError(f"components look nothing up, but {args.token} was called")


def _answers(kind: str, name: str) -> dict[str, Any]:
    match kind:
        case "index/mount:Mount" | "index/authBackend:AuthBackend" | "jwt/authBackend:AuthBackend":
            return {"accessor": f"accessor-of-{name}"}
        case "pkiSecret/secretBackendRootCert:SecretBackendRootCert":
            return {"certificate": f"certificate-of-{name}", "issuerId": f"issuer-of-{name}", "keyId": f"key-of-{name}"}
        case "pkiSecret/secretBackendIntermediateCertRequest:SecretBackendIntermediateCertRequest":
            return {"csr": f"request-of-{name}", "keyId": f"key-of-{name}"}
        case "pkiSecret/secretBackendRootSignIntermediate:SecretBackendRootSignIntermediate":
            return {"certificate": f"certificate-of-{name}"}
        case "pkiSecret/secretBackendIntermediateSetSigned:SecretBackendIntermediateSetSigned":
            return {"importedIssuers": [f"issuer-of-{name}"], "importedKeys": []}
    return {}


def record(program: Callable[[], Any], *, preview: bool = False) -> Recording:
    """What the program registers. Its result is awaited: an output, or a collection of outputs. In a preview no id is known."""
    found = Recording()
    recording.record_into(found, program, _Vault(preview), lambda request, **common: recording.Built(**common), preview=preview)
    return found
