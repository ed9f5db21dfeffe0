"""Which kind each constraint is, and so what a policy of it may say; what can be tried without being enforced.

Sources: Organization Policy documentation, "Organization policy constraints" (kinds and values), "Using constraints" (prefixes), "Test organization
policies in dry-run mode" (custom and managed constraints, gcp.restrictServiceUsage, gcp.restrictTLSVersion); Cloud KMS documentation, "CMEK
organization policies" (denials alone; `under:` alone); Organization Policy API v2, PolicySpec (`reset`, `inheritFromParent`, one rule without a
condition for a constraint that is on or off).
"""

import re
from collections.abc import Iterator

from simulator.rules import Fault, Properties
from simulator.rules.gcp.common import given, inner, last, listed, texts
from simulator.rules.gcp.constraints import policy

_API = "Organization Policy API v2, PolicySpec"
_BOOLEAN_NAMES = """
ainotebooks.disableFileDownloads ainotebooks.disableRootAccess ainotebooks.disableTerminal ainotebooks.restrictPublicIp
bigquery.disableBQOmniAWS bigquery.disableBQOmniAzure cloudfunctions.requireVPCConnector compute.disableAllIpv6
compute.disableGlobalCloudArmorPolicy compute.disableGlobalLoadBalancing compute.disableGuestAttributesAccess
compute.disableInstanceDataAccessApis compute.disableInternetNetworkEndpointGroup compute.disableNestedVirtualization
compute.disableSerialPortAccess compute.disableSerialPortLogging compute.disableVpcExternalIpv6 compute.disableVpcInternalIpv6
compute.requireOsLogin compute.requireShieldedVm compute.restrictXpnProjectLienRemoval compute.setNewProjectDefaultToZonalDNSOnly
compute.skipDefaultNetworkCreation gcp.detailedAuditLoggingMode gcp.disableCloudLogging iam.automaticIamGrantsForDefaultServiceAccounts
iam.disableAuditLoggingExemption iam.disableCrossProjectServiceAccountUsage iam.disableServiceAccountCreation
iam.disableServiceAccountKeyCreation iam.disableServiceAccountKeyUpload iam.disableWorkloadIdentityClusterCreation
iam.restrictCrossProjectServiceAccountLienRemoval sql.restrictAuthorizedNetworks sql.restrictPublicIp storage.publicAccessPrevention
storage.secureHttpTransport storage.uniformBucketLevelAccess
"""
_BOOLEAN = frozenset(_BOOLEAN_NAMES.split())
_LIST_NAMES = """
ainotebooks.accessMode ainotebooks.restrictVpcNetworks cloudbuild.allowedIntegrations cloudbuild.allowedWorkerPools
cloudfunctions.allowedIngressSettings cloudfunctions.allowedVpcConnectorEgressSettings compute.restrictAuthenticatedGoogleConnection
compute.restrictCloudNATUsage compute.restrictCrossProjectServices compute.restrictDedicatedInterconnectUsage
compute.restrictLoadBalancerCreationForTypes compute.restrictNonConfidentialComputing compute.restrictPartnerInterconnectUsage
compute.restrictPrivateServiceConnectConsumer compute.restrictPrivateServiceConnectProducer
compute.restrictProtocolForwardingCreationForTypes compute.restrictSharedVpcHostProjects compute.restrictSharedVpcSubnetworks
compute.restrictVpcPeering compute.restrictVpnPeerIPs compute.storageResourceUseRestrictions compute.trustedImageProjects
compute.vmCanIpForward compute.vmExternalIpAccess essentialcontacts.allowedContactDomains gcp.resourceLocations
gcp.restrictCmekCryptoKeyProjects gcp.restrictNonCmekServices gcp.restrictServiceUsage gcp.restrictTLSVersion iam.allowedPolicyMemberDomains
iam.serviceAccountKeyExposureResponse iam.workloadIdentityPoolAwsAccounts iam.workloadIdentityPoolProviders
resourcemanager.allowedExportDestinations resourcemanager.allowedImportSources run.allowedIngress run.allowedVPCEgress
storage.restrictAuthTypes
"""
_LIST = frozenset(_LIST_NAMES.split())
_TRIED = frozenset({"gcp.restrictServiceUsage", "gcp.restrictTLSVersion"})


def kind_of(constraint: str) -> str:
    """`boolean`, `list`, or empty where it is not known."""
    if constraint.startswith("custom.") or ".managed." in constraint or constraint in _BOOLEAN:
        return "boolean"
    return "list" if constraint in _LIST else ""


@policy.check(source=f"{_API}: rules, inheritFromParent; 'Organization policy constraints'", even_unknown=True)
def says_what_its_kind_takes(inputs: Properties) -> Iterator[Fault]:
    """A constraint that is on or off takes `enforce` and inherits nothing; a list takes values, all or none."""
    constraint = last(inputs.get("name")) if isinstance(inputs.get("name"), str) else ""
    kind = kind_of(constraint)
    for side in ("spec", "dryRunSpec"):
        said = inner(inputs.get(side))
        rules = listed(said.get("rules"))
        if said.get("reset") is True and (rules or said.get("inheritFromParent") is True):
            yield f"{side}.reset", "rules must be empty and inheritFromParent false when reset is true"
        if kind == "boolean":
            yield from _boolean(said, rules, side)
        for number, one in enumerate(rules):
            at = f"{side}.rules[{number}]"
            if kind == "boolean" and any(given(one.get(name)) for name in ("allowAll", "denyAll", "values")):
                yield at, f"{constraint} is on or off: give enforce"
            if kind == "list" and given(one.get("enforce")):
                yield f"{at}.enforce", f"{constraint} is a list: give values, allowAll or denyAll"
            yield from _values(constraint, inner(one.get("values")), f"{at}.values")


def _boolean(said: Properties, rules: list[Properties], side: str) -> Iterator[Fault]:
    if said.get("inheritFromParent") is True:
        yield f"{side}.inheritFromParent", "can be set for list constraints only"
    bare = [one for one in rules if not given(one.get("condition"))]
    if rules and len(bare) != 1:
        yield f"{side}.rules", f"one rule without a condition must be given, not {len(bare)}"


def _values(constraint: str, values: Properties, at: str) -> Iterator[Fault]:
    allowed, denied = texts(values.get("allowedValues")), texts(values.get("deniedValues"))
    if constraint == "gcp.restrictNonCmekServices" and allowed:
        yield f"{at}.allowedValues", "this constraint takes deniedValues alone"
    if constraint == "gcp.restrictCmekCryptoKeyProjects":
        if denied:
            yield f"{at}.deniedValues", "this constraint takes allowedValues alone"
        for number, one in enumerate(allowed):
            if not re.fullmatch(r"under:(?:organizations|folders|projects)/[^/]+", one):
                yield f"{at}.allowedValues[{number}]", f"{one!r} is not under:organizations/…, under:folders/… or under:projects/…"
    if constraint == "essentialcontacts.allowedContactDomains":
        for number, one in enumerate(allowed):
            if not one.startswith("@"):
                yield f"{at}.allowedValues[{number}]", f"{one!r} is no domain: it begins with @"


@policy.check(source="Organization Policy documentation, 'Test organization policies in dry-run mode'", even_unknown=True)
def can_be_tried(inputs: Properties) -> Iterator[Fault]:
    """Only some constraints have a dry run."""
    constraint = last(inputs.get("name")) if isinstance(inputs.get("name"), str) else ""
    if inputs.get("dryRunSpec") and not (constraint in _TRIED or constraint.startswith("custom.") or ".managed." in constraint):
        yield "dryRunSpec", f"{constraint} does not support dry run"
