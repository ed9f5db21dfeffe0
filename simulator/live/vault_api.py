"""Calls of Vault's HTTP API, with its refusals in its own words.

Source: Vault API documentation, "HTTP API" (status codes, `errors`, `warnings`, the header X-Vault-Namespace).
"""

import re
from typing import Any

import requests

from simulator.errors import CloudError

NOT_FOUND = 404
_SECONDS = 60


class Api:
    """A server, as its root sees it."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        self._session = requests.Session()
        self._session.headers["X-Vault-Token"] = token
        # A proxy of the environment has no business with a server on loopback.
        self._session.trust_env = False

    def read(self, path: str, namespace: str = "") -> dict[str, Any] | None:
        """The data at a path; None where there is nothing."""
        return self._call("GET", path, None, namespace, missing=True)

    def keys(self, path: str, namespace: str = "") -> list[str]:
        """Names below a path."""
        found = self._call("LIST", path, None, namespace, missing=True)
        return list((found or {}).get("keys") or [])

    def write(self, path: str, data: dict[str, Any], namespace: str = "") -> dict[str, Any]:
        """Create or change; what the server answers, empty where it says nothing."""
        return self._call("POST", path, data, namespace) or {}

    def delete(self, path: str, namespace: str = "", data: dict[str, Any] | None = None) -> None:
        """Remove; what is gone already is no error."""
        self._call("DELETE", path, data, namespace, missing=True)

    def _call(self, method: str, path: str, data: dict[str, Any] | None, namespace: str, *, missing: bool = False) -> dict[str, Any] | None:
        headers = {"X-Vault-Namespace": namespace} if namespace else {}
        try:
            answer = self._session.request(method, f"{self.address}/v1/{path}", json=data, headers=headers, timeout=_SECONDS)
        except requests.RequestException as error:
            raise CloudError("", f"the server at {self.address} does not answer {method} {path}: {type(error).__name__}") from None
        if missing and answer.status_code == NOT_FOUND:
            return None
        if not answer.ok:
            raise CloudError(str(answer.status_code), _said(answer))
        if not answer.content:
            return None
        read = answer.json()
        found = read.get("data") if isinstance(read, dict) else None
        return found if isinstance(found, dict) else None


def _said(answer: requests.Response) -> str:
    """The errors of an answer in one line."""
    try:
        errors = answer.json().get("errors") or []
    except ValueError:
        errors = []
    said = "; ".join(re.sub(r"\d+ errors? occurred:\s*\*\s*", "", str(one)).strip() for one in errors)
    return " ".join(said.split()) or answer.reason
