"""AWS Backup: what a plan copies, into which vaults, and where the copies go on to.

What is selected lands in the vault of each rule; the vault's recovery points are copied to every vault that a copy action names. A vault's own
account, region and policy are read with the stores. A selection by tags or patterns takes every store that fits, for certain only where
nothing about it is unknown.
Sources: AWS Backup Developer Guide, "Creating a backup plan", "Assigning resources to a backup plan", "Creating backup copies across AWS
Regions", "Creating backup copies across AWS accounts", "Logically air-gapped vault"; AWS RAM shares of a vault are read in `ram`.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, StoreFact
from posture.graph.kinds import EdgeKind, Moves
from posture.iam.patterns import covers, glob, overlaps
from posture.readers.aws.arn_targets import follow, sent
from posture.readers.aws.resource_policies import arn_of
from posture.readers.aws.stores import STORES
from posture.readers.aws.unclear import DATA, unclear
from posture.readers.aws.whereabouts import same_account
from posture.readers.registry import inert, joins, reads
from posture.record import record
from posture.reference import Reference
from posture.resource import Resource
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

PLAN: Final = ("aws:backup/plan:Plan", "aws-native:backup:BackupPlan")
SELECTION: Final = ("aws:backup/selection:Selection", "aws-native:backup:BackupSelection")
VAULTS: Final = (
    "aws:backup/vault:Vault",
    "aws-native:backup:BackupVault",
    "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault",
    "aws-native:backup:LogicallyAirGappedBackupVault",
)
_MACHINES: Final = ("aws:ec2/instance:Instance",)
_SUPPORTED: Final = frozenset({"s3", "rds", "dynamodb", "elasticfilesystem", "fsx", "ebs", "redshift"})
_SERVICE: Final = {"ec2": "ebs", "elasticfilesystem": "elasticfilesystem"}
_DEFAULT: Final = "Default"


@record
class Form:
    """Where the properties of a plan and of a selection stand: in `aws`, and as CloudFormation writes them."""

    rules: str
    vault: str
    copies: str
    copied_to: str
    gapped: str
    plan: str
    within: str
    tags: str
    tag_key: str
    tag_value: str


_CLASSIC: Final = Form(
    "rules", "targetVaultName", "copyActions", "destinationVaultArn", "targetLogicallyAirGappedBackupVaultArn",
    "planId", "", "selectionTags", "key", "value",
)  # fmt: skip
_NATIVE: Final = Form(
    "backupPlan.backupPlanRule", "targetBackupVault", "copyActions", "destinationBackupVaultArn",
    "targetLogicallyAirGappedBackupVaultArn", "backupPlanId", "backupSelection.", "listOfTags", "conditionKey", "conditionValue",
)  # fmt: skip


def _form(view: ResourceView) -> Form:
    return _NATIVE if view.resource.type.startswith("aws-native:") else _CLASSIC


@reads(*PLAN)
def plan(resource: ResourceView, graph: GraphBuilder) -> None:
    """Recovery points of a rule's vault go on to every vault that its copy actions name, whatever is selected."""
    urn, form = resource.resource.urn, _form(resource)
    rules = resource.blocks(form.rules)
    if isinstance(rules, Unknown):
        unclear(graph, urn, f"into which vaults it copies is unknown until the update ({form.rules})")
        return
    for rule in rules:
        vault = _vault(resource, graph, f"{rule}.{form.vault}")
        copies = resource.blocks(f"{rule}.{form.copies}")
        if isinstance(copies, Unknown):
            unclear(graph, urn, f"where recovery points are copied to is unknown until the update ({rule}.{form.copies})")
            continue
        for copy in copies:
            # A copy never goes to the vault that it comes from, so that one is no candidate for an unknown destination.
            sent(resource, graph, vault, f"{copy}.{form.copied_to}", VAULTS, never=vault.targets if vault.certain else ())
        if resource.value(f"{rule}.{form.gapped}") is not None:
            sent(resource, graph, vault, f"{rule}.{form.gapped}", VAULTS)


def _vault(view: ResourceView, graph: GraphBuilder, prop: str) -> Reference:
    """The vault of a rule: by name, of the plan's own account and region."""
    found = follow(view, graph, prop, VAULTS)
    if found.targets or found.literal is None:
        return found
    named = tuple(
        resource.urn
        for resource in graph.stack.of_type(*VAULTS)
        if resource.props.get("name", resource.props.get("backupVaultName")) == found.literal
    )
    if named:
        return Reference(named, found.literal, len(named) == 1, prop)
    return graph.somewhere("backup vault", found.literal)


@reads(*SELECTION)
def selection(resource: ResourceView, graph: GraphBuilder) -> None:
    """What a plan copies: the join reads it once every store is known."""


@joins
def selected(graph: GraphBuilder) -> None:
    """store → the vault of each rule of the plan that selects it."""
    for resource in graph.stack.of_type(*SELECTION):
        view = graph.view(resource.urn)
        form = _form(view)
        plans = view.refers_to(form.plan, PLAN)
        if not plans.targets:
            unclear(
                graph, resource.urn, f"the backup plan {plans.literal or ''} is no resource of the stack, so neither is where copies go"
            )
        if view.value(f"{form.within}iamRoleArn") is None:
            unclear(graph, resource.urn, "who makes the copies is not known (iamRoleArn)")
        chosen = list(_chosen(view, graph, form))
        for urn in plans.targets:
            for vault, because in _vaults(graph, urn):
                for store, certain in chosen:
                    sure = certain and vault.certain and plans.certain
                    graph.edge(Reference.to(store), vault, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=sure)


def _vaults(graph: GraphBuilder, plan_urn: str) -> Iterator[tuple[Reference, Because]]:
    view = graph.view(plan_urn)
    form = _form(view)
    rules = view.blocks(form.rules)
    for rule in [] if isinstance(rules, Unknown) else rules:
        vault = _vault(view, graph, f"{rule}.{form.vault}")
        prop = f"{rule}.{form.vault}"
        if vault.targets or vault.literal is not None:
            yield vault, Because(plan_urn, prop, vault.literal or "")
        else:
            unclear(graph, plan_urn, f"into which vault it copies is not known ({prop})")


def _chosen(view: ResourceView, graph: GraphBuilder, form: Form) -> Iterator[tuple[str, bool]]:
    """Stores and machines that a selection takes, and whether for certain."""
    urn = view.resource.urn
    patterns = view.texts(f"{form.within}resources")
    by_tags = view.blocks(f"{form.within}{form.tags}")
    if isinstance(by_tags, Unknown) or isinstance(patterns, Unknown):
        named = {found for reference in view.all_refer_to(f"{form.within}resources") for found in reference.targets}
        for store in _stores(graph, view.resource):
            yield store, store in named and len(named) == 1
        return
    direct = [view.refers_to(f"{form.within}resources[{index}]") for index in range(len(patterns))]
    exact = {store: reference.certain for reference in direct for store in reference.targets}
    for store in _stores(graph, view.resource):
        if store in exact:
            yield store, exact[store]
            continue
        answers = [_fits(graph, store, pattern) for pattern in patterns if isinstance(pattern, str)]
        answers += [_tagged(graph, view, store, block, form) for block in by_tags]
        if not patterns and not by_tags:
            answers.append(True)
        if any(is_unknown(pattern) for pattern in patterns) and not exact:
            answers.append(None)
        if True in answers:
            yield store, not _narrowed(view, form)
        elif None in answers:
            yield store, False
    if not patterns and not by_tags and view.value(f"{form.within}conditions") is None:
        unclear(graph, urn, "selects every resource of the account", DATA)


def _stores(graph: GraphBuilder, by: Resource) -> Iterator[str]:
    """What AWS Backup can copy, of the selection's account."""
    for fact in dict.fromkeys(fact.urn for fact in graph.of(StoreFact) if fact.service in _SUPPORTED):
        resource = graph.stack.by_urn.get(fact)
        if resource is not None and same_account(resource, by) is not False:
            yield fact
    for machine in graph.stack.of_type(*_MACHINES):
        if same_account(machine, by) is not False:
            yield machine.urn


def _fits(graph: GraphBuilder, urn: str, pattern: str) -> bool | None:
    """Whether an ARN or a pattern of ARNs takes the store; None when its own ARN is not known well enough."""
    if pattern == "*":
        return True
    parts = pattern.split(":")
    service = parts[2] if len(parts) > 2 else "*"
    kind = graph.stack.by_urn[urn].type
    own = "ebs" if kind in _MACHINES else STORES.get(kind, "")
    if service != "*" and _SERVICE.get(service, service) != own:
        return False
    arn = arn_of(graph, urn)
    if arn == "*":
        return None
    if not overlaps(glob(pattern), glob(arn)):
        return False
    return True if covers(glob(pattern), glob(arn)) or "*" not in pattern else None


def _tagged(graph: GraphBuilder, view: ResourceView, urn: str, block: str, form: Form) -> bool | None:
    key, value = view.text(f"{block}.{form.tag_key}"), view.text(f"{block}.{form.tag_value}")
    tags = graph.view(urn).tags()
    if not isinstance(key, str) or not isinstance(value, str) or "*" in tags:
        return None
    found = tags.get(key.removeprefix("aws:ResourceTag/"))
    return None if is_unknown(found) else isinstance(found, str) and fnmatchcase(found, value)


def _narrowed(view: ResourceView, form: Form) -> bool:
    """Conditions and exclusions take something away, and are not followed: what is left is not certain."""
    return any(view.value(f"{form.within}{prop}") for prop in ("conditions", "notResources"))


inert(
    "Locks, counts or reports on recovery points, or switches a feature on; moves none (AWS Backup Developer Guide, 'AWS Backup Vault Lock', "
    "'AWS Backup Audit Manager', 'Cross-account backup'). Who may copy is said by plans, policies and shares, which are read",
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    "aws:backup/framework:Framework",
    "aws:backup/globalSettings:GlobalSettings",
    "aws:backup/regionSettings:RegionSettings",
    "aws-native:backup:Framework",
)
