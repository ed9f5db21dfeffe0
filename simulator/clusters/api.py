"""The API server's REST interface, as far as a provider needs it: discovery, get, list, apply, create, delete.

Sources: Kubernetes documentation, "API Concepts" (dry run, field validation), "Server-Side Apply"; API conventions, "Response Status Kind".
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import urllib3
import yaml

from simulator.errors import CloudError

Manifest = dict[str, Any]

_APPLY = "application/apply-patch+yaml"
_SECONDS = 30.0
_DELETE_SECONDS = 60.0
_POLL_SECONDS = 0.05
_NOT_FOUND = 404
_REFUSED = 400


class ApiError(CloudError):
    """The server's refusal, with its reason as the code and its own message."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(str(body.get("reason") or f"HTTP {status}"), str(body.get("message") or body))
        self.status = status


@dataclass(frozen=True)
class Resource:
    """Where a kind's objects are found."""

    prefix: str
    """`/api/v1` or `/apis/<group>/<version>`."""
    plural: str
    namespaced: bool

    def path(self, namespace: str | None, name: str | None = None) -> str:
        """Path of a collection, or of one object."""
        inside = f"/namespaces/{namespace}" if self.namespaced and namespace else ""
        return f"{self.prefix}{inside}/{self.plural}{f'/{name}' if name else ''}"


class Api:
    """A client of one server, by its kubeconfig: certificates in files, as `Cluster` writes them."""

    def __init__(self, kubeconfig: Path) -> None:
        config = yaml.safe_load(kubeconfig.read_text(encoding="utf-8"))
        context = next(one["context"] for one in config["contexts"] if one["name"] == config["current-context"])
        cluster = next(one["cluster"] for one in config["clusters"] if one["name"] == context["cluster"])
        user = next(one["user"] for one in config["users"] if one["name"] == context["user"])
        self.server = str(cluster["server"])
        self._pool = urllib3.PoolManager(
            num_pools=1,
            maxsize=8,
            ca_certs=cluster["certificate-authority"],
            cert_file=user.get("client-certificate"),
            key_file=user.get("client-key"),
            timeout=_SECONDS,
            retries=False,
        )
        self._token = user.get("token")
        self._resources: dict[str, dict[str, Resource]] = {}

    def request(
        self, method: str, path: str, query: Mapping[str, str] | None = None, body: Any = None, form: str = "application/json"
    ) -> Manifest:
        """The answer; raises ApiError for a refusal."""
        headers = {"Content-Type": form, "Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        url = f"{self.server}{path}{'?' + urlencode(query) if query else ''}"
        try:
            answer = self._pool.request(method, url, body=None if body is None else json.dumps(body).encode(), headers=headers)
        except urllib3.exceptions.HTTPError as fault:
            raise CloudError("Unreachable", f"the API server {self.server} does not answer: {fault}") from None
        is_json = "json" in answer.headers.get("Content-Type", "")
        content = json.loads(answer.data) if is_json else {"message": answer.data.decode(errors="replace")}
        if answer.status >= _REFUSED:
            raise ApiError(answer.status, content if isinstance(content, dict) else {"message": content})
        return content if isinstance(content, dict) else {}

    def resource(self, api_version: str, kind: str) -> Resource | None:
        """Where a kind is served; None where the server knows no such kind. What a definition adds is found by asking again."""
        known = self._resources.get(api_version, {})
        if kind not in known:
            prefix = f"/apis/{api_version}" if "/" in api_version else f"/api/{api_version}"
            try:
                listed = self.request("GET", prefix)
            except ApiError as refused:
                if refused.status != _NOT_FOUND:
                    raise
                return None
            known = {
                one["kind"]: Resource(prefix, one["name"], one["namespaced"])
                for one in listed.get("resources", ())
                if "/" not in one["name"]
            }
            self._resources[api_version] = known
        return known.get(kind)

    def get(self, where: Resource, namespace: str | None, name: str) -> Manifest | None:
        """An object, or None where there is none."""
        try:
            return self.request("GET", where.path(namespace, name))
        except ApiError as refused:
            if refused.status == _NOT_FOUND:
                return None
            raise

    def apply(self, where: Resource, manifest: Manifest, manager: str, *, dry_run: bool = False, force: bool = False) -> Manifest:
        """Server-side apply, with unknown fields refused."""
        metadata = manifest["metadata"]
        query = {"fieldManager": manager, "fieldValidation": "Strict"}
        query |= {"dryRun": "All"} if dry_run else {}
        query |= {"force": "true"} if force else {}
        return self.request("PATCH", where.path(metadata.get("namespace"), metadata["name"]), query, manifest, _APPLY)

    def create(self, where: Resource, manifest: Manifest, *, dry_run: bool = False) -> Manifest:
        """Create; refused where the object stands."""
        query = {"fieldValidation": "Strict", **({"dryRun": "All"} if dry_run else {})}
        return self.request("POST", where.path(manifest["metadata"].get("namespace")), query, manifest)

    def items(self, where: Resource, namespace: str | None = None) -> list[Manifest]:
        """Every object of a kind, of one namespace or all."""
        found: list[Manifest] = self.request("GET", where.path(namespace)).get("items") or []
        return found

    def delete(self, where: Resource, namespace: str | None, name: str, *, wait: bool = True) -> None:
        """Delete and wait until it is gone; what is gone already is no error."""
        found = self.get(where, namespace, name)
        if found is None:
            return
        uid = found["metadata"]["uid"]
        try:
            self.request("DELETE", where.path(namespace, name), {"propagationPolicy": "Background"})
        except ApiError as refused:
            if refused.status != _NOT_FOUND:
                raise
        give_up = time.monotonic() + _DELETE_SECONDS
        while wait and (left := self.get(where, namespace, name)) and left["metadata"]["uid"] == uid:
            if time.monotonic() > give_up:
                held = left["metadata"].get("finalizers") or (left.get("spec") or {}).get("finalizers")
                raise CloudError(
                    "Timeout", f'{where.plural} "{name}" is not gone after {_DELETE_SECONDS:.0f} s; finalizers: {held or "none"}'
                )
            time.sleep(_POLL_SECONDS)
