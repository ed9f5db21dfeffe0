"""Google Cloud: words switched to their documented opposites, projects and regions of others, what opens to the public, wider matches.

Sources: the REST reference of each API, which lists a property's words, as the provider's documentation repeats them ("Possible values are").
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.mutation.edits import put
from tests.mutation.forms import FOREIGN_PROJECT
from tests.mutation.mutant import Mutant
from tests.mutation.operators import gcp_shapes
from tests.mutation.operators.gcp_places import ABROAD, GUEST, gcp, networks_at, own_projects, project_of, project_row
from tests.mutation.operators.properties import considered
from tests.mutation.program import PROVIDERS, Program, Row, Where, plain
from tests.mutation.sites import Site, members_of, sites

OPPOSITES = (
    ("enforced", "inherited"),
    ("HSM", "SOFTWARE"),
    ("FullyRestricted", "NotRestricted"),
    ("allow", "deny"),
    ("ALLOW", "DENY"),
    ("ENABLED", "DISABLED"),
    ("Enabled", "Disabled"),
    ("ACCEPT_MANUAL", "ACCEPT_AUTOMATIC"),
    ("BEFORE_CLASSIC_FIREWALL", "AFTER_CLASSIC_FIREWALL"),
    ("PREVENT", "DELETE"),
    ("PREVENT", "ABANDON"),
    ("PERIMETER_TYPE_REGULAR", "PERIMETER_TYPE_BRIDGE"),
    ("ALLOW_INTERNAL_ONLY", "ALLOW_ALL"),
    ("INGRESS_TRAFFIC_INTERNAL_ONLY", "INGRESS_TRAFFIC_ALL"),
    ("ALL_TRAFFIC", "PRIVATE_RANGES_ONLY"),
    ("INCLUDE_ALL_METADATA", "EXCLUDE_ALL_METADATA"),
    ("TRUE", "FALSE"),
    ("true", "false"),
    ("on", "off"),
    ("INTERNAL", "EXTERNAL"),
    ("INTERNAL_MANAGED", "EXTERNAL_MANAGED"),
    ("private", "public"),
    ("ENFORCED_BLOCK_AND_AUDIT_LOG", "DRYRUN_AUDIT_LOG_ONLY"),
    ("ALWAYS_DENY", "ALWAYS_ALLOW"),
    ("REQUIRE_ATTESTATION", "ALWAYS_ALLOW"),
    ("ENCRYPTED_ONLY", "ALLOW_UNENCRYPTED_AND_ENCRYPTED"),
    ("SERVER_AUTHENTICATION", "DISABLED"),
    ("TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION", "TRANSIT_ENCRYPTION_MODE_DISABLED"),
    ("AUTH_MODE_IAM_AUTH", "AUTH_MODE_DISABLED"),
    ("CLOUD_IAM_SERVICE_ACCOUNT", "BUILT_IN"),
    ("CLOUD_IAM_USER", "BUILT_IN"),
    ("CLOUD_IAM_GROUP", "BUILT_IN"),
    ("ALLOYDB_IAM_USER", "ALLOYDB_BUILT_IN"),
    ("VPC_PEERING_ONLY", "PUBLIC"),
    ("ENABLE_DROP_PROTECTION", "DROP_PROTECTION_DISABLED"),
    ("DELETE_PROTECTION_ENABLED", "DELETE_PROTECTION_DISABLED"),
    ("POINT_IN_TIME_RECOVERY_ENABLED", "POINT_IN_TIME_RECOVERY_DISABLED"),
    ("PROJECT_SINGLETON_POLICY_ENFORCE", "DISABLED"),
    ("GKE_METADATA", "GCE_METADATA"),
    ("INSPECT_AND_BLOCK", "INSPECT_ONLY"),
    ("WORKLOAD_METADATA_UNSPECIFIED", "GKE_METADATA"),
    ("DISABLE", "DEPRIVILEGE"),
    ("ENFORCED", "DRY_RUN"),
)
"""Documented words and their weaker opposites."""
WEAKER = {
    "MODERN": "COMPATIBLE",
    "RESTRICTED": "COMPATIBLE",
    "TLS_1_2": "TLS_1_0",
    "TLS_1_3": "TLS_1_2",
    "TRUSTED_CLIENT_CERTIFICATE_REQUIRED": "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
    "aes256-gcm16": "aes128-cbc",
    "SHA256": "ALWAYS_NULL",
    "confidential": "public",
    "SEV": "CONFIDENTIAL_INSTANCE_TYPE_UNSPECIFIED",
}
_ADDRESSES = ("region", "location", "zone", "locationId", "replicaZones", "nodeLocations")


def _putting(urn: str, where: Where, value: Any) -> Callable[[Program], set[str]]:
    def change(program: Program) -> set[str]:
        put(program, urn, where, value)
        return set()

    return change


def _text(site: Site) -> str | None:
    return site.plain if not isinstance(site.value, dict | list) and isinstance(site.plain, str) else None


def switch_word(program: Program, row: Row) -> Iterator[Mutant]:
    """`enforced` becomes `inherited`, `deny` becomes `allow`, and so on; what allows is not made to deny."""
    if not gcp(row):
        return
    for site in considered(row):
        value = _text(site)
        if value is None or (site.last == "action" and value.lower() == "allow") or isinstance(site.shape, bool) or site.shape == "bool":
            continue
        for one, other in OPPOSITES:
            new = other if value == one else one if value == other else None
            if new is not None:
                yield Mutant("flip-boolean", row.type, site.path, row.urn, _putting(row.urn, site.where, new), new)


def weaken_word(program: Program, row: Row) -> Iterator[Mutant]:
    """An older TLS, a compatible profile, a weaker cipher."""
    for site in considered(row) if gcp(row) else ():
        if (new := WEAKER.get(_text(site) or "")) is not None:
            yield Mutant("weaken-word", row.type, site.path, row.urn, _putting(row.urn, site.where, new), new)


_PUBLIC = re.compile(
    r"public|external(?!Id|Data|Catalog|Gateway|Managed|VpnGateway|Account|Policy|Configuration)|ipv4Enabled|anonymous|internetAccess", re.I
)
_CLOSING = re.compile(
    r"block|restrict|ignore|disable|prevention|publicKey|publication|publisher|publicDns|certificate|forwarding|ptr|externalIpv6Prefix|NatIps?$|"
    r"publicDelegated|deny|noPublic",
    re.I,
)
_OPENED = ("ENABLED", "EXTERNAL", "INGRESS_TRAFFIC_ALL", "PUBLIC")


def open_to_public(program: Program, row: Row) -> Iterator[Mutant]:
    """What the program leaves out, and whose name says that it opens to the public, is set."""
    if not gcp(row):
        return
    for holder in ((), *(site.where for site in sites(row) if isinstance(site.value, dict))):
        tree: Any = row.inputs
        for part in holder:
            tree = tree[part]
        for name, found in members_of(row, holder).items():
            if (
                name in tree
                or not _PUBLIC.search(name)
                or _CLOSING.search(name)
                or found.deprecated
                or (not holder and found.shape == "bool")
            ):
                continue
            if found.shape == "bool":
                path = ".".join([*(part for part in holder if isinstance(part, str)), name])
                yield Mutant("set-public", row.type, path, row.urn, _putting(row.urn, (*holder, name), True))


def foreign_project(program: Program, row: Row) -> Iterator[Mutant]:
    """The same thing in a project that is not ours: a key, a topic, a network, a sink's bucket; a robot of somebody else's."""
    if not gcp(row):
        return
    ours = [one for one in own_projects(program) if one]
    numbers = [str(found.outputs.get("number")) for one in ours if (found := project_row(program, one)) is not None]
    names = "|".join(re.escape(one) for one in (*ours, *numbers) if one)
    for site in sites(row):
        value = _text(site)
        if not value or site.path in ("project", "projectId", "name") or gcp_shapes.in_labels(site):
            continue
        if re.search(rf"[\w.-]+@({names})\.iam\.gserviceaccount\.com", value):
            if "." in site.path or site.last in ("member", "members"):
                continue  # Members are opened one by one (`gcp_sharing`).
            foreign = re.sub(rf"[\w.-]+@({names})\.iam\.gserviceaccount\.com", GUEST, value)
        elif re.search(rf"projects/({names})/", value):
            foreign = re.sub(rf"projects/({names})/", f"projects/{FOREIGN_PROJECT}/", value)
        else:
            continue
        yield Mutant("foreign-project", row.type, site.path, row.urn, _leading_away(row.urn, site.where, foreign))


def _leading_away(urn: str, where: Where, value: str) -> Callable[[Program], set[str]]:
    def change(program: Program) -> set[str]:
        linked = networks_at(program, program.by_urn[urn], where)
        put(program, urn, where, value)
        return linked

    return change


_MATCHES = ("ports", "portRanges", "destPorts")


def widen_words(program: Program, row: Row) -> Iterator[Mutant]:
    """Ports and protocols of what lets through become all; names that pass become every name; a matcher matches everything."""
    if not gcp(row):
        return
    for site in sites(row):
        value = _text(site)
        if value is None or gcp_shapes.in_denial(row, site.where):
            continue
        if site.last == "ports" and ("allows" in site.path or "layer4Configs" in site.path):
            yield Mutant("widen-ports", row.type, site.path, row.urn, _putting(row.urn, site.where, "0-65535"))
        elif site.last in ("protocol", "ipProtocol") and value not in ("all", "ALL") and re.search(r"allows|layer4Configs", site.path):
            yield Mutant("widen-protocol", row.type, site.path, row.urn, _everything(row.urn, site.where))
        elif site.last in ("destFqdns", "values", "hosts", "serverNames"):
            yield Mutant(
                "widen-names", row.type, site.path, row.urn, _putting(row.urn, site.where, "*" if site.last != "destFqdns" else "com")
            )
        elif site.last in ("sessionMatcher", "applicationMatcher", "expression", "attributeCondition", "filter") and value not in (
            "true",
            "",
        ):
            new = "" if site.last == "filter" else "true"
            yield Mutant("match-everything", row.type, site.path, row.urn, _putting(row.urn, site.where, new))
        elif site.last == "dnsName" and plain(row.inputs.get("behavior")) == "bypassResponsePolicy":
            yield Mutant("widen-names", row.type, site.path, row.urn, _putting(row.urn, site.where, "*.com."))


def _everything(urn: str, where: Where) -> Callable[[Program], set[str]]:
    def change(program: Program) -> set[str]:
        holder: Any = program.by_urn[urn].inputs
        for part in where[:-1]:
            holder = holder[part]
        holder.pop("ports", None)
        put(program, urn, where, "all")
        return set()

    return change


def drop_listed(program: Program, row: Row) -> Iterator[Mutant]:
    """One text less in a list of what is closed: services that a perimeter restricts, projects that it holds, ranges that are denied."""
    if not gcp(row):
        return
    for site in sites(row):
        if not isinstance(site.value, list) or len(site.value) < 1 or any(isinstance(one, dict) for one in site.value):
            continue
        denied = site.last.endswith("Ranges") and gcp_shapes.in_denial(row, site.where)
        if not denied and site.last not in ("restrictedServices", "resources", "deniedPermissions", "deniedPrincipals", "sourceProjects"):
            continue
        if site.last == "resources" and site.path not in ("status.resources", "spec.resources"):
            continue
        on = {str(plain(one.inputs.get("service"))) for one in program.of_type("gcp:projects/service:Service")} | _ON
        telling = [index for index, one in enumerate(site.value) if plain(one) in on & _TELLING]
        chosen = telling if site.last == "restrictedServices" else list(range(len(site.value)))
        for index in chosen[:4]:
            left = [one for at_, one in enumerate(site.value) if at_ != index]
            if left:
                yield Mutant(
                    "drop-listed",
                    row.type,
                    site.path,
                    row.urn,
                    _leaving_out(row.urn, site.where, left, site.value[index]),
                    str(plain(site.value[index])),
                )


def _leaving_out(urn: str, where: Where, left: list[Any], item: Any) -> Callable[[Program], set[str]]:
    """What a project lost that a perimeter holds no longer, whatever stands in it lost."""

    def change(program: Program) -> set[str]:
        put(program, urn, where, left)
        project = project_row(program, str(plain(item)).removeprefix("projects/"))
        return (
            {one.urn for one in program.rows if gcp(one) and project_of(program, one) == project_of(program, project)} if project else set()
        )

    return change


_ON = {"storage.googleapis.com", "bigquery.googleapis.com"}
"""Services that are on in every project."""
_TELLING = frozenset(
    f"{name}.googleapis.com" for name in ("storage", "bigquery", "healthcare", "sqladmin", "pubsub", "secretmanager", "spanner")
)
"""Services whose data everybody may own some of: of those that are on, each is left out once."""


def provider_elsewhere(program: Program, row: Row) -> Iterator[Mutant]:
    """A provider's region is one outside of the residency."""
    if row.type == f"{PROVIDERS}gcp" and isinstance(row.inputs.get("region"), str) and row.step is not None:

        def change(mutated: Program) -> set[str]:
            mutated.by_urn[row.urn].inputs["region"] = ABROAD
            return {one.urn for one in mutated.rows if one.provider == row.urn}

        yield Mutant("move-abroad", row.type, "region", row.urn, change)


def move_abroad(program: Program, row: Row) -> Iterator[Mutant]:
    """One resource, or a copy that it keeps, is made in a region that is not in the residency."""
    if not gcp(row):
        return
    for site in sites(row):
        value = _text(site)
        if value is None or not re.fullmatch(r"(europe|EUROPE)-[a-zA-Z]+\d(-[a-z])?|EU|eu|EUR4", value) or not _says_where(site.last):
            continue
        abroad = f"{ABROAD}-a" if re.search(r"-[a-z]$", value) else ABROAD.upper() if value.isupper() else ABROAD
        yield Mutant("move-abroad", row.type, site.path, row.urn, _putting(row.urn, site.where, abroad))


def _says_where(name: str) -> bool:
    return re.search(r"region|location|zone|config", name, re.I) is not None


OPERATORS = (switch_word, weaken_word, open_to_public, foreign_project, widen_words, drop_listed, provider_elsewhere, move_abroad)
