"""What a server refuses of mounts, authorities, roles and certificates, in its words."""

from typing import Any

from simulator.rules.vault import kinds
from tests.simulator.vault.refusal import Refusal, a_request, bounded_role, method, mounted, pki, with_role


def _role(**inputs: Any) -> dict[str, Any]:
    return {"backend": "pki", "name": "leaf", "keyType": "ec", "keyBits": 256, **inputs}


def _root(**inputs: Any) -> dict[str, Any]:
    return {"backend": "pki", "type": "internal", "commonName": "Root", "keyType": "ec", "keyBits": 256, **inputs}


def _leaf(**inputs: Any) -> dict[str, Any]:
    return {"backend": "pki", "name": "leaf", "commonName": "a.phi.example", **inputs}


PKI_REFUSALS = (
    Refusal("a mount twice", kinds.MOUNT, {"path": "pki", "type": "pki"}, "400", "path is already in use at", mounted("pki", "pki")),
    Refusal("a mount in a mount", kinds.MOUNT, {"path": "pki/a", "type": "pki"}, "400", "path is already in use at", mounted("pki", "pki")),
    Refusal("a mount over a mount", kinds.MOUNT, {"path": "a", "type": "kv"}, "400", "path is already in use at", mounted("a/b", "kv")),
    Refusal("a mount of the system's", kinds.MOUNT, {"path": "sys/a", "type": "kv"}, "400", "cannot mount"),
    Refusal(
        "a usual time above the longest",
        kinds.MOUNT,
        {"path": "t", "type": "transit", "defaultLeaseTtlSeconds": 20, "maxLeaseTtlSeconds": 10},
        "400",
        "given default lease TTL greater than given max lease TTL",
    ),
    Refusal("a method twice", kinds.AUTH, {"type": "cert"}, "400", "path is already in use at", method("cert")),
    Refusal("a method of tokens", kinds.AUTH, {"type": "token", "path": "other"}, "400", "token credential backend cannot be instantiated"),
    Refusal("a jwt method without keys", kinds.JWT_AUTH, {"path": "jwt"}, "400", "exactly one of 'jwt_validation_pubkeys'"),
    Refusal("a role without a mount", kinds.PKI_ROLE, _role(), "404", "no handler for route"),
    Refusal("a role in another engine", kinds.PKI_ROLE, {**_role(), "backend": "t"}, "404", "unsupported path", mounted("t", "transit")),
    Refusal(
        "a usual time above a role's longest", kinds.PKI_ROLE, _role(ttl="48h", maxTtl="24h"), "400", '"ttl" value must be less than', pki
    ),
    Refusal("a time that is none", kinds.PKI_ROLE, _role(ttl="soon"), "400", 'error converting input for field "ttl"', pki),
    Refusal("a curve that is none", kinds.PKI_ROLE, _role(keyBits=2048), "400", "unsupported bit length for EC key: 2048", pki),
    Refusal("a short key", kinds.PKI_ROLE, _role(keyType="rsa", keyBits=1024), "400", "RSA keys < 2048 bits are unsafe", pki),
    Refusal("a name of another form", kinds.PKI_ROLE, _role(allowedOtherSans=["bad"]), "400", "expected a semicolon in other SAN", pki),
    Refusal("an unknown validation", kinds.PKI_ROLE, _role(cnValidations=["x"]), "500", "cn_validations value incorrect", pki),
    Refusal(
        "an unknown bound",
        kinds.ENDPOINT,
        {"path": "pki/roles/leaf", "dataJson": '{"not_after_bound": "nope"}'},
        "400",
        "Unknown value for field `not_after_bound`",
        pki,
    ),
    Refusal("a bare path without a mount", kinds.ENDPOINT, {"path": "pki/roles/a", "dataJson": "{}"}, "404", "no handler for route"),
    Refusal(
        "a root's name twice",
        kinds.ROOT,
        _root(issuerName="one"),
        "400",
        "issuer name already in use",
        lambda s: (s.mount(), s.root(issuerName="one")),
    ),
    Refusal("a root named default", kinds.ROOT, _root(issuerName="default"), "400", "reserved keyword 'default'", mounted("pki", "pki")),
    Refusal(
        "a key's name twice",
        kinds.KEY,
        {"backend": "pki", "type": "internal", "keyType": "ec", "keyBits": 256, "keyName": "k"},
        "400",
        "key name already in use",
        lambda s: (s.mount(), s.root(keyName="k")),
    ),
    Refusal(
        "a signature without an issuer",
        kinds.SIGNED,
        {"backend": "zones", "commonName": "x", "csr": lambda made: made["csr"]},
        "500",
        "no default issuer currently configured",
        a_request,
    ),
    Refusal(
        "a signature by an unknown issuer",
        kinds.SIGNED,
        {"backend": "pki", "issuerRef": "nope", "commonName": "x", "csr": lambda made: made["csr"]},
        "500",
        "unable to find PKI issuer for reference: nope",
        a_request,
    ),
    Refusal(
        "a signature of no request",
        kinds.SIGNED,
        {"backend": "pki", "commonName": "x", "csr": "garbage"},
        "400",
        "csr contains no data",
        pki,
    ),
    Refusal(
        "no certificate to set",
        kinds.SET_SIGNED,
        {"backend": "pki", "certificate": "garbage"},
        "400",
        "provided data for import was too short",
        pki,
    ),
    Refusal(
        "an unknown default issuer",
        kinds.ISSUERS,
        {"backend": "pki", "default": "nope"},
        "400",
        "unable to find PKI issuer for reference: nope",
        pki,
    ),
    Refusal(
        "an issuer's unknown behaviour",
        kinds.ISSUER,
        {"backend": "pki", "issuerRef": "nope"},
        "500",
        "unable to find PKI issuer for reference: nope",
        pki,
    ),
    Refusal(
        "no URL",
        kinds.URLS,
        {"backend": "pki", "issuingCertificates": ["nourl"]},
        "400",
        "invalid URL found in Authority Information Access",
        pki,
    ),
    Refusal(
        "delta lists without rebuilding",
        kinds.CRL,
        {"backend": "pki", "enableDelta": True},
        "400",
        "Delta CRLs cannot be enabled when auto rebuilding is disabled",
        pki,
    ),
    Refusal(
        "a list that runs out first",
        kinds.CRL,
        {"backend": "pki", "expiry": "10h", "autoRebuild": True, "autoRebuildGracePeriod": "11h"},
        "400",
        "grace period (11h) must be strictly shorter",
        pki,
    ),
    Refusal(
        "deltas rarer than lists",
        kinds.CRL,
        {"backend": "pki", "expiry": "72h", "autoRebuild": True, "enableDelta": True, "deltaRebuildInterval": "100h"},
        "400",
        "delta rebuild window (100h) must be strictly shorter",
        pki,
    ),
    Refusal("tidying nothing", kinds.AUTO_TIDY, {"backend": "pki", "enabled": True}, "400", "no tidy operations were requested", pki),
    Refusal(
        "tidying without a margin",
        kinds.AUTO_TIDY,
        {"backend": "pki", "enabled": True, "tidyCertStore": True, "safetyBuffer": "0s"},
        "400",
        "safety_buffer must be at least one second",
        pki,
    ),
    Refusal("a cluster that is no URL", kinds.CLUSTER, {"backend": "pki", "path": "foo"}, "500", "non-URL path given to cluster: foo", pki),
    Refusal(
        "ACME without a cluster", kinds.ACME, {"backend": "pki", "enabled": True}, "500", "ACME feature requires local cluster 'path'", pki
    ),
    Refusal(
        "ACME of an unknown role",
        kinds.ACME,
        {"backend": "pki", "enabled": False, "allowedRoles": ["nope"]},
        "500",
        "allowed_role nope is not a valid acme role",
        pki,
    ),
    Refusal("a certificate of no role", kinds.CERTIFICATE, _leaf(), "400", "unknown role: leaf", pki),
    Refusal(
        "another domain",
        kinds.CERTIFICATE,
        _leaf(commonName="a.other.example"),
        "400",
        "common name a.other.example not allowed by this role",
        with_role,
    ),
    Refusal(
        "another identity",
        kinds.CERTIFICATE,
        _leaf(uriSans=["spiffe://phi.example/zone/access/a"]),
        "400",
        "URI Subject Alternative Names were provided via the API which are not valid",
        with_role,
    ),
    Refusal(
        "an address",
        kinds.CERTIFICATE,
        _leaf(ipSans=["10.0.0.1"]),
        "400",
        "IP Subject Alternative Names are not allowed in this role",
        with_role,
    ),
    Refusal(
        "an end beyond the issuer's",
        kinds.CERTIFICATE,
        _leaf(notAfter="2050-01-01T00:00:00Z"),
        "400",
        "beyond the expiration of the CA certificate",
        with_role,
    ),
    Refusal("an end of the request's own", kinds.CERTIFICATE, _leaf(notAfter="2027-01-01T00:00:00Z"), "400", "not_after", bounded_role),
    Refusal(
        "a request with another key",
        kinds.SIGN,
        _leaf(name="rsa", csr=lambda made: made["csr"], commonName="Hospital Zones"),
        "400",
        "role requires keys of type rsa",
        lambda s: (a_request(s), s.role("rsa", keyType="rsa", keyBits=2048, allowAnyName=True, enforceHostnames=False))[0],
    ),
)
