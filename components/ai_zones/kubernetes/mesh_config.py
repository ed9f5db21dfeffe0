"""The mesh's own settings, as istiod reads them: one document, in a ConfigMap of ours.

Sources: Istio documentation, "Global mesh options" (`meshMTLS.minProtocolVersion`, `tlsDefaults`, `outboundTrafficPolicy`, `extensionProviders`,
`pathNormalization`), "Security best practices"; istiod chart 1.31 (`configMap: false` leaves the document to whoever installs it); Envoy documentation,
"Access logging" (operators); NIST SP 800-52r2, 3.1; NIST SP 800-204B.
"""

import json
from typing import Any, Final

from ai_zones.kubernetes.mesh_rules import ROOT_NAMESPACE

ACCESS_LOG: Final = "access-log"
"""Name of the access log's provider; `Telemetry` turns it on."""
TLS: Final = "TLSV1_3"

_LOGGED: Final = {
    "time": "%START_TIME%",
    "caller": "%DOWNSTREAM_PEER_URI_SAN%",
    "callee": "%DOWNSTREAM_LOCAL_URI_SAN%",
    "method": "%REQ(:METHOD)%",
    "path": "%REQ_WITHOUT_QUERY(X-ENVOY-ORIGINAL-PATH?:PATH)%",
    "authority": "%REQ(:AUTHORITY)%",
    "response_code": "%RESPONSE_CODE%",
    "response_flags": "%RESPONSE_FLAGS%",
    "denied_by": "%RESPONSE_CODE_DETAILS%",
    "connection_end": "%CONNECTION_TERMINATION_DETAILS%",
    "tls_version": "%DOWNSTREAM_TLS_VERSION%",
    "bytes_received": "%BYTES_RECEIVED%",
    "bytes_sent": "%BYTES_SENT%",
    "duration_ms": "%DURATION%",
    "request_id": "%REQ(X-REQUEST-ID)%",
    "upstream": "%UPSTREAM_HOST%",
}
"""Who called whom, and what became of it. No query and no body: PHI stays out of logs."""


def mesh_config(trust_domain: str) -> dict[str, Any]:
    """The document."""
    return {
        "trustDomain": trust_domain,
        "rootNamespace": ROOT_NAMESPACE,
        "enableAutoMtls": True,
        "meshMTLS": {"minProtocolVersion": TLS},
        "tlsDefaults": {"minProtocolVersion": TLS},
        "outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"},
        "pathNormalization": {"normalization": "DECODE_AND_MERGE_SLASHES"},
        "accessLogFile": "",
        "enableTracing": False,
        "enablePrometheusMerge": False,
        "extensionProviders": [
            {"name": ACCESS_LOG, "envoyFileAccessLog": {"path": "/dev/stdout", "logFormat": {"labels": dict(sorted(_LOGGED.items()))}}}
        ],
        "defaultConfig": {
            "discoveryAddress": f"istiod.{ROOT_NAMESPACE}.svc:15012",
            "holdApplicationUntilProxyStarts": True,
        },
    }


def mesh_text(trust_domain: str) -> str:
    """The same as text: JSON, which is YAML too, in a fixed order."""
    return json.dumps(mesh_config(trust_domain), indent=2, sort_keys=True)
