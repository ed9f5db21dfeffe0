"""Front Door, the content network and API Management: what they take from people and how they send it on.

Sources: Azure Front Door documentation, "End-to-end TLS with Azure Front Door", "HTTP to HTTPS redirect"; REST API reference, "Routes" and "AFD
Custom Domains" (TLS10 is a least version that can be chosen); Azure CDN REST API reference, "Endpoints" (isHttpAllowed: true by default);
API Management documentation, "Manage protocols and ciphers in Azure API Management", "Backends in API Management".
"""

from collections.abc import Iterator, Mapping
from typing import Final

from posture.rules.azure_words import az, blocks_of, must_say, says, told
from posture.rules.contract import Fault
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_false, must_be_true
from posture.values import is_unknown

ROUTE: Final = az("cdn:Route")
DOMAIN: Final = az("cdn:AFDCustomDomain")
CACHED: Final = az("cdn:Endpoint")
CLASSIC: Final = az("frontdoor:FrontDoor")
GATEWAY: Final = az("apimanagement:ApiManagementService")
BACKEND: Final = az("apimanagement:Backend")
PORTAL: Final = az("appplatform:ApiPortal")
FRONTS: Final = (*PORTAL, *ROUTE, *DOMAIN, *CACHED, *CLASSIC, *GATEWAY, *BACKEND)
PROFILE: Final = az("cdn:Profile")
SECURITY: Final = az("cdn:SecurityPolicy")
_ROOT: Final = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security."
_OLD: Final = {
    f"{_ROOT}{side}Protocols.{version}".lower(): f"speaks {name} {what}"
    for side, what in (("", "to its callers"), ("Backend.", "to what stands behind it"))
    for version, name in (("Tls10", "TLS 1.0"), ("Tls11", "TLS 1.1"), ("Ssl30", "SSL 3.0"))
} | {f"{_ROOT}Ciphers.TripleDes168".lower(): "takes 3DES"}
"""Off in services made since April 2018, unless they are switched on."""
_PLAIN: Final = "takes requests without TLS"
_ONWARD: Final = "sends requests on without TLS"


def faults(look: Look) -> Iterator[Fault]:
    """What one of `FRONTS` lets pass in the clear, or under an old version."""
    kind = look.resource.type
    if kind in ROUTE:
        protocols = look.texts("supportedProtocols")
        http = is_unknown(protocols) or not protocols or any(isinstance(one, str) and one.lower() == "http" for one in protocols)
        if http and not is_unknown(protocols):
            yield from must_say(look, "httpsRedirect", ("enabled",), _PLAIN, default="Disabled")
        yield from must_say(look, "forwardingProtocol", ("httpsonly",), _ONWARD, default="MatchRequest")
    elif kind in DOMAIN:
        prop = "tlsSettings.minimumTlsVersion"
        if look.value(prop) is not None:
            yield from must_say(look, prop, ("tls12", "tls13"), "takes TLS before 1.2")
    elif kind in PORTAL:
        yield from must_be_true(look, "properties.httpsOnly", _PLAIN)
    elif kind in CACHED:
        yield from must_be_false(look, "isHttpAllowed", _PLAIN, default=True)
    elif kind in CLASSIC:
        yield from _routing(look)
    elif kind in GATEWAY:
        yield from _old_protocols(look)
    else:
        yield from _behind(look)


def _routing(look: Look) -> Iterator[Fault]:
    for block in blocks_of(look, "routingRules"):
        if "edirect" in told(look, f"{block}.routeConfiguration.odataType"):
            continue
        yield from must_say(look, f"{block}.routeConfiguration.forwardingProtocol", ("httpsonly",), _ONWARD, default="MatchRequest")
        accepted = look.texts(f"{block}.acceptedProtocols")
        if isinstance(accepted, list) and any(isinstance(one, str) and one.lower() == "http" for one in accepted):
            yield Fault(_PLAIN, f"{block}.acceptedProtocols")


def _old_protocols(look: Look) -> Iterator[Fault]:
    prop = "customProperties"
    given = look.mapping(prop)
    if is_unknown(given):
        yield cannot_tell(prop, "which versions of TLS it takes")
        return
    for key, value in given.items() if isinstance(given, Mapping) else ():
        fault = _OLD.get(str(key).lower())
        if fault is None:
            continue
        if not isinstance(value, (str, bool, type(None))):
            yield cannot_tell(prop, "whether it " + fault)
        elif str(value).lower() == "true":
            yield Fault(fault, prop)


def _behind(look: Look) -> Iterator[Fault]:
    url = look.text("url")
    if isinstance(url, str) and url.lower().startswith("http://"):
        yield Fault(_ONWARD, "url")
    for one in ("validateCertificateChain", "validateCertificateName"):
        yield from must_be_true(look, f"tls.{one}", "asks not who stands behind it", default=True)


def without_firewall(look: Look) -> Iterator[Fault]:
    """A profile of Front Door has a security policy; a classic Front Door names one for each of its frontends."""
    fault = "names no policy of a web application firewall"
    if look.resource.type in CLASSIC:
        for block in blocks_of(look, "frontendEndpoints"):
            if look.value(f"{block}.webApplicationFirewallPolicyLink") in (None, {}):
                yield Fault(fault, f"{block}.webApplicationFirewallPolicyLink")
    elif says(look, "sku.name", "standard_azurefrontdoor", "premium_azurefrontdoor") and not look.companions(
        SECURITY, "profileName", PROFILE
    ):
        if look.maybe_companions(SECURITY, "profileName", PROFILE):
            yield cannot_tell("security policy", "whether it stands behind a web application firewall")
        else:
            yield Fault(fault, "security policy")
