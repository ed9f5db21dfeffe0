"""Ways in which a warehouse is handed on: data shares, endpoints for other accounts, copies of snapshots, partners, registrations.

Source: Amazon Redshift Management Guide, "Sharing data across AWS accounts", "Working with Redshift-managed VPC endpoints" (granting access),
"Copying a snapshot to another AWS Region", "Using Amazon Redshift with AWS partner integrations"; Amazon Redshift API Reference,
AuthorizeDataShare (`ConsumerIdentifier`: an account, or `ADX`), AssociateDataShareConsumer, AuthorizeEndpointAccess, RegisterNamespace.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import ARN
from posture.readers.aws.handing_on import share, to_region
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import account_of, region_of, same_account
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

CLUSTER: Final = ("aws:redshift/cluster:Cluster",)
WAREHOUSES: Final = (*CLUSTER, "aws:redshiftserverless/namespace:Namespace")
_DATA_EXCHANGE: Final = "ADX"
_CATALOG: Final = "DataCatalog"


def _cluster(resource: ResourceView, graph: GraphBuilder) -> Reference:
    found = resource.refers_to("clusterIdentifier", CLUSTER)
    if not found.targets:
        unclear(graph, resource.resource.urn, f"the warehouse {found.literal or ''} is no resource of the stack")
    return found


def _of_share(resource: ResourceView, graph: GraphBuilder) -> Reference:
    """The warehouse of a data share: its ARN names the namespace, `…:datashare:<namespace>/<share>`."""
    arn = resource.text("dataShareArn")
    parts = ARN.match(arn) if isinstance(arn, str) else None
    if parts is not None and isinstance(arn, str):
        namespace = parts["rest"].partition(":")[2].partition("/")[0]
        owners = [
            found.urn
            for found in graph.stack.of_type(*WAREHOUSES)
            if namespace and any(namespace in str(found.props.get(prop)) for prop in ("clusterNamespaceArn", "namespaceId", "arn"))
        ]
        if owners:
            return Reference(tuple(owners), arn, len(owners) == 1, "dataShareArn")
        account = parts["account"]
        if account and account not in graph.own_accounts:
            return Reference(literal=arn, prop="dataShareArn")
        # The namespace's id is made by AWS: of several warehouses of the account, it may be any.
        beside = [found.urn for found in graph.stack.of_type(*WAREHOUSES) if (account_of(found) or account) == account]
        return Reference(tuple(beside), arn, len(beside) == 1, "dataShareArn")
    return resource.refers_to("dataShareArn", WAREHOUSES)


@reads("aws:redshift/dataShareAuthorization:DataShareAuthorization")
def authorized_share(resource: ResourceView, graph: GraphBuilder) -> None:
    """The owner lets an account see the share's tables, live; `ADX`: whoever subscribes on AWS Data Exchange."""
    urn, who = resource.resource.urn, resource.text("consumerIdentifier")
    of = _of_share(resource, graph)
    because = Because(urn, "consumerIdentifier", str(who))
    if not of.targets:
        unclear(graph, urn, "the warehouse that is shared is no resource of the stack (dataShareArn)")
    elif isinstance(who, str) and who.upper() == _DATA_EXCHANGE:
        graph.edge(of, graph.anybody(), EdgeKind.SHARE, because, moves=Moves.FORWARD, certain=of.certain)
    elif isinstance(who, str) and who.startswith(f"{_CATALOG}/"):
        share(graph, of, who.removeprefix(f"{_CATALOG}/"), because)
    else:
        share(graph, of, who, because)
    if resource.flag("allowWrites") not in (None, False) and of.targets and isinstance(who, str) and who not in graph.own_accounts:
        graph.edge(of, graph.aws_account(who), EdgeKind.SHARE, Because(urn, "allowWrites"), moves=Moves.BACKWARD, certain=of.certain)


@reads("aws:redshift/dataShareConsumerAssociation:DataShareConsumerAssociation")
def taken_share(resource: ResourceView, graph: GraphBuilder) -> None:
    """The consumer's half: tables of the share are read where the association says, a namespace, the account, or a region of it."""
    of = _of_share(resource, graph)
    because = Because(resource.resource.urn, "consumerArn")
    region = resource.text("consumerRegion")
    if isinstance(region, str) and of.targets:
        to_region(graph, of, region, Because(resource.resource.urn, "consumerRegion", region))
    for prop in ("consumerArn",):
        if resource.value(prop) is None:
            continue
        arn = resource.text(prop)
        parts = ARN.match(arn) if isinstance(arn, str) else None
        target = resource.refers_to(prop, WAREHOUSES)
        if of.targets and target.targets and target.targets != of.targets:
            graph.edge(of, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=of.certain and target.certain)
        elif parts is not None and parts["account"] and of.targets:
            graph.edge(of, graph.aws_account(parts["account"]), EdgeKind.SHARE, because, moves=Moves.FORWARD, certain=of.certain)
            to_region(graph, of, parts["region"], because)
        elif is_unknown(arn) and not target.targets:
            unclear(graph, resource.resource.urn, f"who reads the share is not known ({prop})")


@reads("aws:redshift/endpointAuthorization:EndpointAuthorization")
def authorized_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """An account may make an endpoint to the cluster in its own networks."""
    who = resource.text("account")
    share(graph, _cluster(resource, graph), who, Because(resource.resource.urn, "account", str(who)))


@reads("aws:redshift/snapshotCopy:SnapshotCopy")
def snapshots_abroad(resource: ResourceView, graph: GraphBuilder) -> None:
    """Every snapshot of the cluster is copied to another region."""
    region, cluster = resource.text("destinationRegion"), _cluster(resource, graph)
    if not isinstance(region, str):
        unclear(graph, resource.resource.urn, "the region that snapshots are copied to is not known (destinationRegion)")
    else:
        to_region(graph, cluster, region, Because(resource.resource.urn, "destinationRegion", region))


@reads("aws:redshift/partner:Partner")
def partner(resource: ResourceView, graph: GraphBuilder) -> None:
    """A partner's software of the Redshift console is given the database: another company, outside AWS."""
    because = Because(resource.resource.urn, "partnerName", str(resource.text("partnerName")))
    graph.edge(_cluster(resource, graph), graph.internet(), EdgeKind.SHARE, because, certain=True)


@reads("aws:redshift/namespaceRegistration:NamespaceRegistration")
def registered(resource: ResourceView, graph: GraphBuilder) -> None:
    """A warehouse is a catalog of the consumer's Glue Data Catalog: of our account, or of another one."""
    urn, who = resource.resource.urn, resource.text("consumerIdentifier")
    props: tuple[Path, ...] = ("provisionedClusterIdentifier", "serverlessNamespaceIdentifier")
    for prop in props:
        if resource.value(prop) is None:
            continue
        of = resource.refers_to(prop, WAREHOUSES)
        account = who.rpartition("/")[2] if isinstance(who, str) else who
        if not of.targets:
            beside = [found.urn for found in graph.stack.of_type(*WAREHOUSES) if same_account(found, resource.resource) is not False]
            of = Reference(tuple(beside), of.literal, len(beside) == 1, prop)
        share(graph, of, account, Because(urn, "consumerIdentifier", str(who)))
    if region_of(resource.resource) is None:
        unclear(graph, urn, "in which region the warehouse is registered is not known")
