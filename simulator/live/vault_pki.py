"""What a PKI engine on a server is asked for: authorities, requests, signatures, certificates, bindings of ACME.

Source: Terraform Vault provider, vault_pki_secret_backend_root_cert, _intermediate_cert_request, _root_sign_intermediate,
_intermediate_set_signed, _config_ca, _key, _issuer, _cert, _sign, _acme_eab: what is made by a request is never read back, except for an issuer
and a key, which may be gone.
"""

from typing import Any

from simulator.action import Action
from simulator.errors import CloudError
from simulator.live.vault_api import Api
from simulator.live.vault_handlers import Handler, space
from simulator.live.vault_values import body, shown
from simulator.packages.vault_paths import trimmed
from simulator.schema import TypeSchema
from simulator.values import Properties

_NAMES = {
    "keyUsages": "key_usage",
    **{f"{verb}{what}": f"{verb}_{field}" for verb in ("permitted", "excluded") for what, field in (("DnsDomains", "dns_domains"),)},
}
_JOINED = (
    *("altNames", "ipSans", "uriSans", "otherSans", "permittedDnsDomains", "excludedDnsDomains", "permittedIpRanges", "excludedIpRanges"),
    *("permittedEmailAddresses", "excludedEmailAddresses", "permittedUriDomains", "excludedUriDomains", "userIds"),
)
_PROVIDERS_OWN = ("autoRenew", "minSecondsRemaining", "revoke", "revokeWithKey", "certMetadata", "type")


class Shot(Handler):
    """A request whose answer is all that there is to see: nothing is read back."""

    def __init__(self, path: str, id_: str = "", *, left_out: tuple[str, ...] = (), renamed: dict[str, str] | None = None) -> None:
        super().__init__(path, fields={**_NAMES, **(renamed or {})}, left_out=(*_PROVIDERS_OWN, *left_out), blind=True)
        self.made = id_

    def create(self, api: Api, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """Ask, and show the answer."""
        answer = api.write(self.path(action), self.sent(action.inputs), space(action))
        found = self._shown(schema, action.inputs, self.completed(action, answer), {}, "")
        id_ = self.identify(action, found)
        return id_, {**found, "id": id_}

    def update(self, api: Api, action: Action, schema: TypeSchema) -> Properties:
        """What may change without asking anew is the provider's own (`revoke`, `auto_renew`)."""
        before = action.old.outputs if action.old else {}
        return {**before, **{name: value for name, value in action.inputs.items() if not name.startswith("__")}}

    def delete(self, api: Api, action: Action, schema: TypeSchema) -> None:
        """Nothing but a revocation, where it was asked for."""
        before = action.old.outputs if action.old else {}
        if (action.inputs.get("revoke") or action.inputs.get("revokeWithKey")) and before.get("serialNumber"):
            api.write(f"{trimmed(action.inputs['backend'])}/revoke", {"serial_number": before["serialNumber"]}, space(action))

    def sent(self, inputs: Properties) -> dict[str, Any]:
        """Names are sent as one text, as the provider does it."""
        joined = {name: ",".join(value) if name in _JOINED and isinstance(value, list) else value for name, value in inputs.items()}
        return body(joined, self.left_out, self.fields)

    def identify(self, action: Action, found: Properties) -> str:
        """The id that the provider gives it."""
        return self.made.format(**{**found, "backend": trimmed(action.inputs["backend"])})

    def completed(self, action: Action, answer: dict[str, Any]) -> dict[str, Any]:
        """The answer with what the provider adds."""
        return answer


class Root(Shot):
    """A root: the issuer is deleted with it."""

    def completed(self, action: Action, answer: dict[str, Any]) -> dict[str, Any]:
        """`not_before_duration` is not told: the provider writes the server's default."""
        return {"not_before_duration": action.inputs.get("notBeforeDuration", "30s"), **answer}

    def read(self, api: Api, action: Action, schema: TypeSchema, state: Properties) -> Properties | None:
        """The issuer may have been deleted by hand."""
        return dict(state) if api_has(api, action.id, space(action)) else None

    def delete(self, api: Api, action: Action, schema: TypeSchema) -> None:
        """The issuer goes, its key stays."""
        api.delete(action.id, space(action))


class Signed(Shot):
    """An intermediate signed by an issuer, by the mount's default one where none is named."""

    def __init__(self) -> None:
        super().__init__("{backend}/root/sign-intermediate", left_out=("issuerRef",))

    def create(self, api: Api, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """The issuer is a part of the path."""
        backend, issuer, name = (trimmed(action.inputs.get(one)) for one in ("backend", "issuerRef", "commonName"))
        path = f"{backend}/issuer/{issuer}/sign-intermediate" if issuer else f"{backend}/root/sign-intermediate"
        answer = api.write(path, self.sent(action.inputs), space(action))
        id_ = f"{path}/{name}" if issuer else f"{backend}/{name}"
        return id_, {**self._shown(schema, action.inputs, self.completed(action, answer), {}, id_), "id": id_}

    def completed(self, action: Action, answer: dict[str, Any]) -> dict[str, Any]:
        """Chain and bundle, as the provider puts them together."""
        certificate, above = str(answer.get("certificate", "")).strip(), str(answer.get("issuing_ca", "")).strip()
        chain = answer.get("ca_chain") or [above, certificate]
        return {**answer, "ca_chains": chain, "certificate_bundle": "\n".join(part for part in (certificate, above) if part)}


class Leaf(Shot):
    """A certificate of a role, or a signature by one."""

    def __init__(self, verb: str) -> None:
        super().__init__(
            f"{{backend}}/{verb}/{{name}}", "{backend}/{name}/{commonName}", left_out=("issuerRef",), renamed={"caChains": "ca_chain"}
        )
        self.verb = verb

    def create(self, api: Api, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """An issuer of its own is a part of the path."""
        backend, issuer, name = (trimmed(action.inputs.get(one)) for one in ("backend", "issuerRef", "name"))
        path = f"{backend}/issuer/{issuer}/{self.verb}/{name}" if issuer else f"{backend}/{self.verb}/{name}"
        answer = api.write(path, self.sent(action.inputs), space(action))
        found = self._shown(schema, action.inputs, self.completed(action, answer), {}, "")
        id_ = self.identify(action, found)
        return id_, {**found, "id": id_}

    def completed(self, action: Action, answer: dict[str, Any]) -> dict[str, Any]:
        """The provider shows the chain as one text where the SDK has one."""
        return {**answer, "renew_pending": False, "ca_chain": answer.get("ca_chain") or []}


class Kept(Handler):
    """A key or an issuer: made by one path, found under another by the id that the server gave it."""

    def __init__(self, path: str, id_field: str, place: str, *, left_out: tuple[str, ...] = ()) -> None:
        super().__init__(
            path, left_out=left_out, fields={"manualChains": "manual_chain", "enableAiaUrlTemplating": "enable_aia_url_templating"}
        )
        self.id_field = id_field
        self.place = place

    def create(self, api: Api, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """Write, and read back from where it stands."""
        answer = api.write(self.path(action), self.sent(action.inputs), space(action))
        if self.id_field not in answer:
            raise CloudError("", f"{self.path(action)}: the answer has no {self.id_field}")
        id_ = f"{trimmed(action.inputs['backend'])}/{self.place}/{answer[self.id_field]}"
        return id_, self._read_back(api, action, schema, id_, answer)


class Binding(Handler):
    """A binding of an ACME account: shown once, listed until it is used."""

    def __init__(self) -> None:
        super().__init__("{backend}/acme/new-eab", left_out=("issuer", "role"))

    def create(self, api: Api, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """Of the mount, an issuer, a role, or both."""
        backend, issuer, role = (trimmed(action.inputs.get(one)) for one in ("backend", "issuer", "role"))
        parts = [backend, *(["issuer", issuer] if issuer else []), *(["roles", role] if role else []), "acme/new-eab"]
        answer = api.write("/".join(parts), {}, space(action))
        found = shown(schema, action.inputs, {**answer, "eab_id": answer["id"]}, {})
        return f"acme-eab:{answer['id']}", {**found, "id": f"acme-eab:{answer['id']}"}

    def read(self, api: Api, action: Action, schema: TypeSchema, state: Properties) -> Properties | None:
        """Gone once it was used."""
        listed = api.keys(f"{trimmed(action.inputs.get('backend'))}/eab", space(action))
        return dict(state) if state.get("eabId") in listed else None

    def delete(self, api: Api, action: Action, schema: TypeSchema) -> None:
        """One that was used is gone already."""
        before = action.old.outputs if action.old else {}
        backend = trimmed(action.inputs.get("backend"))
        if before.get("eabId") in api.keys(f"{backend}/eab", space(action)):
            api.delete(f"{backend}/eab/{before['eabId']}", space(action))


def api_has(api: Api, path: str, namespace: str) -> bool:
    """Whether an issuer is still there: a server answers 500 for one that it does not know."""
    try:
        return api.read(path, namespace) is not None
    except CloudError as error:
        if "unable to find" in error.message:
            return False
        raise
