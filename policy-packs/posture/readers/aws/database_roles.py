"""Roles that a database acts by: it reads and writes every store that the role may use, at the word of whoever may write SQL. So does
a bucket count that is not ours, where the role may write into it.

Sources: Amazon Aurora User Guide, "Exporting data from an Aurora PostgreSQL DB cluster to Amazon S3" (`aws_s3`), "Invoking an AWS Lambda
function" (`aws_lambda`), "Associating an IAM role with an Amazon Aurora MySQL DB cluster"; Amazon RDS User Guide, "Amazon S3 integration"
(Oracle, SQL Server); Amazon Redshift Management Guide, "Authorizing Amazon Redshift to access AWS services on your behalf" (UNLOAD, COPY);
Amazon Neptune User Guide, "Prerequisites: IAM role and Amazon S3 access".
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.aws.arn_targets import by_arn
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.looking import spread
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.aws.written_outside import writes_outside
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import Unknown
from posture.view import ResourceView

OWN: Final[dict[str, tuple[str, ...]]] = {
    "aws:rds/cluster:Cluster": ("iamRoles",),
    "aws:neptune/cluster:Cluster": ("iamRoles",),
    "aws:redshift/cluster:Cluster": ("iamRoles", "defaultIamRoleArn"),
    "aws:redshiftserverless/namespace:Namespace": ("iamRoles", "defaultIamRoleArn"),
}
"""Databases that list their roles, and where."""
GIVEN: Final[dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "aws:rds/roleAssociation:RoleAssociation": ("dbInstanceIdentifier", ("aws:rds/instance:Instance",), ("roleArn",)),
    "aws:rds/clusterRoleAssociation:ClusterRoleAssociation": ("dbClusterIdentifier", ("aws:rds/cluster:Cluster",), ("roleArn",)),
    "aws:redshift/clusterIamRoles:ClusterIamRoles": (
        "clusterIdentifier",
        ("aws:redshift/cluster:Cluster",),
        ("iamRoleArns", "defaultIamRoleArn"),
    ),
}
"""Resources that give a database a role: where the database stands, its types, and where the roles stand."""


OPTIONS: Final = "aws:rds/optionGroup:OptionGroup"


@reads(*GIVEN)
def given_role(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by the join, once every store and policy is known."""
    prop, kinds, _ = GIVEN[resource.resource.type]
    if not resource.refers_to(prop, kinds).targets:
        unclear(graph, resource.resource.urn, f"the database that gets a role is no resource of the stack ({prop})")


@joins
def databases_by_their_roles(graph: GraphBuilder) -> None:
    """Database ↔ each store that one of its roles may use."""
    for token, props in OWN.items():
        for resource in graph.stack.of_type(token):
            _acts(graph, Reference.to(resource.urn), graph.view(resource.urn), props)
    for token, (prop, kinds, props) in GIVEN.items():
        for resource in graph.stack.of_type(token):
            view = graph.view(resource.urn)
            database = view.refers_to(prop, kinds)
            if database.targets:
                _acts(graph, database, view, props)

    for resource in graph.stack.of_type("aws:rds/instance:Instance"):
        group = graph.view(resource.urn).refers_to("optionGroupName", (OPTIONS,))
        for target in group.targets:
            options = graph.view(target)
            _acts(graph, Reference((resource.urn,), certain=group.certain), options, tuple(_roles_of_options(options)))


def _roles_of_options(options: ResourceView) -> Iterator[str]:
    """Where an option group names a role: native backups of SQL Server go wherever it may write ("Support for native backup and restore")."""
    for setting in spread(options, "options.optionSettings"):
        blocks = options.blocks(setting)
        for block in [] if isinstance(blocks, Unknown) else blocks:
            if options.text(f"{block}.name") == "IAM_ROLE_ARN":
                yield f"{block}.value"


def _acts(graph: GraphBuilder, database: Reference, view: ResourceView, props: tuple[str, ...]) -> None:
    declared = view.resource.declared
    for prop in props:
        if declared is not None and prop.partition("[")[0] not in declared and not view.resource.external:
            continue  # what other resources gave it, which are read by themselves
        for found in view.all_refer_to(prop, ROLE):
            # A preview knows a role that is named by its written ARN by its name alone.
            role = found if found.targets or found.literal is None else by_arn(graph, view, found.literal, ROLE, prop)
            if not role.targets and not (role.literal or "").startswith("AWS"):
                unclear(graph, view.resource.urn, f"acts as a role that is no resource of the stack ({prop})")
            for urn in role.targets:
                writes_outside(graph, database, urn, certain=role.certain and database.certain)
                for store, certain in stores_used_by(graph, urn):
                    if (store,) == database.targets:
                        continue
                    because = Because(view.resource.urn, role.prop or prop, "by its role")
                    sure = certain and role.certain and database.certain
                    graph.edge(database, Reference.to(store), EdgeKind.USE, because, certain=sure)


@reads("aws:rds/proxyTarget:ProxyTarget")
def behind_a_proxy(resource: ResourceView, graph: GraphBuilder) -> None:
    """Whoever may ask the proxy asks the database behind it (Amazon RDS User Guide, "Amazon RDS Proxy")."""
    proxy = resource.refers_to("dbProxyName", ("aws:rds/proxy:Proxy",))
    for prop, kind in (("dbClusterIdentifier", "aws:rds/cluster:Cluster"), ("dbInstanceIdentifier", "aws:rds/instance:Instance")):
        if resource.value(prop) is None or (resource.resource.declared is not None and prop not in resource.resource.declared):
            continue
        database = resource.refers_to(prop, (kind,))
        if proxy.targets and database.targets:
            because = Because(resource.resource.urn, prop)
            graph.edge(proxy, database, EdgeKind.USE, because, certain=proxy.certain and database.certain)
        else:
            unclear(graph, resource.resource.urn, f"which database stands behind which proxy is not known ({prop})")
