"""Data in motion: Dataflow, Dataproc, Composer, Data Fusion, Datastream and Storage Transfer.

Sources: Dataflow documentation, "Specify a network and subnetwork"; Dataproc documentation, "Dataproc cluster network configuration" (private Google
access for internal addresses), "Cluster rotation"; Cloud Composer documentation, "Composer 3 networking"; Cloud Data Fusion documentation, "Create a
private instance"; Datastream API, projects.locations.streams; Storage Transfer API, transferJobs; Google's definitions (Magic Modules, `immutable`); Terraform
google provider, google_dataflow_flex_template_job, google_dataproc_cluster, google_composer_environment, google_data_fusion_instance,
google_datastream_(stream, private_connection, connection_profile), google_storage_transfer_job.
"""

import re
from collections.abc import Iterator

from simulator.packages.gcp import project_of
from simulator.rules import UNKNOWN, Action, Allowed, AtMostOneOf, Between, Cidr, ExactlyOneOf, Fault, Needs, Pattern, Properties, Rules
from simulator.rules.gcp.common import WRONG, given, inner, link, named
from simulator.rules.gcp.kinds import NETWORK, NETWORK_ATTACHMENT, SUBNETWORK

FLEX_JOB = "gcp:dataflow/flexTemplateJob:FlexTemplateJob"
DATAPROC = "gcp:dataproc/cluster:Cluster"
COMPOSER = "gcp:composer/environment:Environment"
DATA_FUSION = "gcp:datafusion/instance:Instance"
STREAM = "gcp:datastream/stream:Stream"
PRIVATE_CONNECTION = "gcp:datastream/privateConnection:PrivateConnection"
PROFILE = "gcp:datastream/connectionProfile:ConnectionProfile"
TRANSFER_JOB = "gcp:storage/transferJob:TransferJob"
_STREAMS = "Datastream API, projects.locations.streams"
_PROFILES = "Datastream API, projects.locations.connectionProfiles"
_FUSION = "Cloud Data Fusion API, projects.locations.instances"
_TRANSFER = "Storage Transfer API, transferJobs"
_DATAPROC = "Dataproc API, projects.regions.clusters"

flex_job = Rules(
    FLEX_JOB,
    source="Dataflow API, projects.locations.flexTemplates.launch; Terraform google provider, google_dataflow_flex_template_job",
    checks=(
        Pattern(
            "name",
            r"[a-z](?:[-a-z0-9]*[a-z0-9])?",
            source="Dataflow API, projects.jobs: name",
            saying="small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        Pattern(
            "containerSpecGcsPath", r"gs://.+", source="Dataflow API, LaunchFlexTemplateParameter", saying="an address of Cloud Storage"
        ),
        Pattern(
            "ipConfiguration", "WORKER_IP_PUBLIC|WORKER_IP_PRIVATE", source="Terraform google provider, google_dataflow_flex_template_job"
        ),
        Pattern("onDelete", "drain|cancel", source="Terraform google provider, google_dataflow_flex_template_job: on_delete"),
        Pattern(
            "subnetwork",
            r"(?:https://www\.googleapis\.com/compute/v1/)?(?:projects/[^/]+/)?regions/[^/]+/subnetworks/[^/]+",
            source="Dataflow documentation, 'Specify a network and subnetwork'",
            saying="regions/<region>/subnetworks/<name>, or the whole path or link",
        ),
    ),
    outputs={"jobId": "{now}_{digits18}", "state": "JOB_STATE_RUNNING", "type": "JOB_TYPE_STREAMING"},
)


@flex_job.before("create")
def private_workers_reach_google(action: Action) -> None:
    """'Workers without external addresses need Private Google Access on their subnetwork.'"""
    _reaches_google(action, action.inputs.get("subnetwork"), action.inputs.get("ipConfiguration") == "WORKER_IP_PRIVATE")


def _reaches_google(action: Action, value: object, private: bool) -> None:
    whole = f"projects/{project_of(action)}/{value}" if isinstance(value, str) and value.startswith("regions/") else value
    subnet = named(action, whole, SUBNETWORK)
    if private and subnet is not None and subnet.outputs.get("privateIpGoogleAccess") is not True:
        action.refuse(
            WRONG, f"Error 400: Subnetwork {subnet.id} does not support Private Google Access, which internal addresses alone need"
        )


dataproc = Rules(
    DATAPROC,
    source=f"{_DATAPROC}; Terraform google provider, google_dataproc_cluster",
    checks=(
        Pattern(
            "name",
            r"[a-z](?:[-a-z0-9]{0,49}[a-z0-9])?",
            source=f"{_DATAPROC}: clusterName, 'up to 51 characters'",
            saying="1 to 51 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        AtMostOneOf(
            ("clusterConfig", "virtualClusterConfig"), source="Terraform google provider, google_dataproc_cluster: virtual_cluster_config"
        ),
        AtMostOneOf(
            ("clusterConfig.gceClusterConfig.network", "clusterConfig.gceClusterConfig.subnetwork"),
            source="Terraform google provider, google_dataproc_cluster: network ('conflicts with subnetwork')",
        ),
        Allowed("clusterConfig.masterConfig.numInstances", (1, 3), source="Dataproc documentation, 'Dataproc High Availability Mode'"),
    ),
    references={
        "clusterConfig.gceClusterConfig.network": link(NETWORK),
        "clusterConfig.gceClusterConfig.subnetwork": link(SUBNETWORK),
    },
    immutable={
        *("name", "virtualClusterConfig"),
        *(
            f"clusterConfig.{one}"
            for one in (
                *("stagingBucket", "tempBucket", "gceClusterConfig", "masterConfig", "softwareConfig", "initializationActions"),
                *("encryptionConfig", "metastoreConfig", "endpointConfig", "securityConfig", "dataprocMetricConfig"),
                *("workerConfig.machineType", "workerConfig.diskConfig", "workerConfig.imageUri", "workerConfig.minCpuPlatform"),
            )
        ),
    },
)


@dataproc.before("create")
def private_nodes_reach_google(action: Action) -> None:
    """'Private Google Access must be enabled on the subnetwork.'"""
    said = inner(inner(action.inputs.get("clusterConfig")).get("gceClusterConfig"))
    _reaches_google(action, said.get("subnetwork"), said.get("internalIpOnly") is True)


composer = Rules(
    COMPOSER,
    source="Cloud Composer API, projects.locations.environments; Terraform google provider, google_composer_environment",
    checks=(
        Pattern(
            "name",
            r"[a-z](?:[-a-z0-9]{0,62}[a-z0-9])?",
            source="Cloud Composer API, projects.locations.environments: name",
            saying="1 to 64 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        Pattern(
            "config.softwareConfig.imageVersion",
            r"composer-(?:[0-9]+(?:\.[0-9]+\.[0-9]+(?:-preview\.[0-9]+)?)?|latest)-airflow-(?:[0-9]+(?:\.[0-9]+(?:\.[0-9]+)?)?(?:-build\.[0-9]+)?)",
            source="Cloud Composer API, SoftwareConfig: imageVersion",
            saying="composer-<version>-airflow-<version>",
        ),
        AtMostOneOf(("config.nodeConfig.composerNetworkAttachment", "config.nodeConfig.network"), source="Cloud Composer API, NodeConfig"),
        AtMostOneOf(
            ("config.nodeConfig.composerNetworkAttachment", "config.nodeConfig.subnetwork"), source="Cloud Composer API, NodeConfig"
        ),
        Needs(
            "config.nodeConfig.subnetwork", ("config.nodeConfig.network",), source="Terraform google provider, google_composer_environment"
        ),
        Cidr(
            "config.nodeConfig.composerInternalIpv4CidrBlock",
            shortest=20,
            longest=20,
            source="Cloud Composer documentation, 'Composer 3 networking'",
        ),
    ),
    references={
        "config.nodeConfig.network": link(NETWORK),
        "config.nodeConfig.subnetwork": link(SUBNETWORK),
        "config.nodeConfig.composerNetworkAttachment": link(NETWORK_ATTACHMENT),
    },
    immutable={"name", "storageConfig", "config.encryptionConfig", "config.nodeConfig.serviceAccount"},
)
_ONLY_THIRD = ("enablePrivateEnvironment", "enablePrivateBuildsOnly")
_NEVER_THIRD = ("privateEnvironmentConfig", "nodeCount", "databaseConfig", "webServerConfig", "masterAuthorizedNetworksConfig")


@composer.check(source="Cloud Composer documentation, 'Cloud Composer versioning overview': what Composer 3 has no more", even_unknown=True)
def generation_knows_it(inputs: Properties) -> Iterator[Fault]:
    """Composer 3 hides its cluster, and with it what sets it up."""
    said = inner(inputs.get("config"))
    found = re.match(r"composer-(\d+)", str(inner(said.get("softwareConfig")).get("imageVersion") or ""))
    if found is None:
        return
    third = int(found[1]) >= 3
    for name in _NEVER_THIRD if third else _ONLY_THIRD:
        if given(said.get(name)) and said.get(name) is not False:
            yield f"config.{name}", f"is {'not allowed' if third else 'allowed only'} in Composer 3"
    if not third and given(inner(said.get("nodeConfig")).get("composerNetworkAttachment")):
        yield "config.nodeConfig.composerNetworkAttachment", "is allowed only in Composer 3"


data_fusion = Rules(
    DATA_FUSION,
    source=f"{_FUSION}; Terraform google provider, google_data_fusion_instance",
    checks=(
        Pattern(
            "name",
            r"[a-z](?:[-a-z0-9]{0,28}[a-z0-9])?",
            source=f"{_FUSION}.create: instanceId, up to 30 characters",
            saying="1 to 30 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        Needs(
            "networkConfig.connectionType",
            ("networkConfig.privateServiceConnectConfig",),
            when=("PRIVATE_SERVICE_CONNECT_INTERFACES",),
            source=f"{_FUSION}: NetworkConfig, privateServiceConnectConfig",
        ),
        Cidr("networkConfig.ipAllocation", longest=22, source="Cloud Data Fusion documentation, 'Create a private instance': a /22"),
    ),
    references={
        "networkConfig.network": link(NETWORK),
        "networkConfig.privateServiceConnectConfig.networkAttachment": link(NETWORK_ATTACHMENT),
    },
    immutable={
        *("name", "description", "type", "options", "privateInstance", "dataprocServiceAccount", "networkConfig", "zone", "displayName"),
        *("cryptoKeyConfig", "eventPublishConfig.topic"),
    },
    outputs={"state": "RUNNING", "tenantProjectId": "{hex8}-tp", "gcsBucket": "", "version": "6.11.0"},
)


@data_fusion.check(
    source=f"{_FUSION}: networkConfig ('required when a private instance is to be created'), zone ('only DEVELOPER instances')"
)
def private_ones_have_a_network(inputs: Properties) -> Iterator[Fault]:
    """Only what is private has a network of its own."""
    if inputs.get("privateInstance") is True and not given(inputs.get("networkConfig")):
        yield "networkConfig", "is required when privateInstance is true"
    if given(inputs.get("zone")) and inputs.get("type") != "DEVELOPER":
        yield "zone", "is allowed only when type is 'DEVELOPER'"


_ID = r"[a-z](?:[-a-z0-9]{0,58}[a-z0-9])?"
_SAYING = "1 to 60 small letters, digits and hyphens; it starts with a letter and ends with no hyphen"
_SOURCES = (
    *("mongodbSourceConfig", "mysqlSourceConfig", "oracleSourceConfig", "postgresqlSourceConfig", "salesforceSourceConfig"),
    *("spannerSourceConfig", "sqlServerSourceConfig"),
)
stream = Rules(
    STREAM,
    source=f"{_STREAMS}; Terraform google provider, google_datastream_stream",
    checks=(
        Pattern("streamId", _ID, source=f"{_STREAMS}.create: streamId", saying=_SAYING),
        ExactlyOneOf(("backfillAll", "backfillNone"), source=f"{_STREAMS}: backfill_strategy"),
        AtMostOneOf(tuple(f"sourceConfig.{one}" for one in _SOURCES), source=f"{_STREAMS}: SourceConfig"),
        ExactlyOneOf(
            ("destinationConfig.bigqueryDestinationConfig", "destinationConfig.gcsDestinationConfig"),
            source=f"{_STREAMS}: DestinationConfig",
        ),
        Pattern("desiredState", "NOT_STARTED|RUNNING|PAUSED", source="Terraform google provider, google_datastream_stream: desired_state"),
    ),
    references={
        "sourceConfig.sourceConnectionProfile": link(PROFILE),
        "destinationConfig.destinationConnectionProfile": link(PROFILE),
    },
    immutable={"customerManagedEncryptionKey", "sourceConfig.sourceConnectionProfile", "destinationConfig.destinationConnectionProfile"},
    outputs={"state": "NOT_STARTED", "name": "{id}"},
)

private_connection = Rules(
    PRIVATE_CONNECTION,
    source="Datastream API, projects.locations.privateConnections; Terraform google provider, google_datastream_private_connection",
    checks=(
        Pattern("privateConnectionId", _ID, source="Datastream API, projects.locations.privateConnections.create", saying=_SAYING),
        ExactlyOneOf(("vpcPeeringConfig", "pscInterfaceConfig"), source="Datastream API, PrivateConnection"),
        Cidr(
            "vpcPeeringConfig.subnet",
            longest=29,
            source="Datastream documentation, 'Create a private connectivity configuration': a free /29",
        ),
    ),
    references={"vpcPeeringConfig.vpc": link(NETWORK), "pscInterfaceConfig.networkAttachment": link(NETWORK_ATTACHMENT)},
    outputs={"state": "CREATED", "name": "{id}", "errors": []},
)

_KINDS = (
    *("bigqueryProfile", "gcsProfile", "mongodbProfile", "mysqlProfile", "oracleProfile", "postgresqlProfile", "salesforceProfile"),
    *("spannerProfile", "sqlServerProfile"),
)
profile = Rules(
    PROFILE,
    source=f"{_PROFILES}; Terraform google provider, google_datastream_connection_profile",
    checks=(
        Pattern("connectionProfileId", _ID, source=f"{_PROFILES}.create: connectionProfileId", saying=_SAYING),
        ExactlyOneOf(_KINDS, source=f"{_PROFILES}: profile"),
        AtMostOneOf(("forwardSshConnectivity", "privateConnectivity"), source=f"{_PROFILES}: connectivity"),
    ),
    references={"privateConnectivity.privateConnection": link(PRIVATE_CONNECTION)},
    outputs={"name": "{id}"},
)

_FROM = (
    *("awsS3CompatibleDataSource", "awsS3DataSource", "azureBlobStorageDataSource", "gcsDataSource", "hdfsDataSource", "httpDataSource"),
    "posixDataSource",
)
_TO = ("gcsDataSink", "posixDataSink")
_LOGGED = "Storage Transfer API, transferJobs: LoggingConfig, loggable_action, loggable_action_state"
transfer_job = Rules(
    TRANSFER_JOB,
    source=f"{_TRANSFER}; Terraform google provider, google_storage_transfer_job",
    checks=(
        ExactlyOneOf(("transferSpec", "replicationSpec"), source="Terraform google provider, google_storage_transfer_job: transfer_spec"),
        AtMostOneOf(("schedule", "eventStream"), source="Terraform google provider, google_storage_transfer_job: schedule"),
        AtMostOneOf(tuple(f"transferSpec.{one}" for one in _FROM), source=f"{_TRANSFER}: TransferSpec, data_source"),
        AtMostOneOf(("transferSpec.gcsDataSink", "transferSpec.posixDataSink"), source=f"{_TRANSFER}: TransferSpec, data_sink"),
        Allowed("loggingConfig.logActions[*]", ("FIND", "DELETE", "COPY"), source=_LOGGED),
        Allowed("loggingConfig.logActionStates[*]", ("SUCCEEDED", "FAILED", "SKIPPED"), source=_LOGGED),
        Between("schedule.startTimeOfDay.hours", 0, 24, source="google.type.TimeOfDay"),
        Between("schedule.startTimeOfDay.minutes", 0, 59, source="google.type.TimeOfDay"),
    ),
    outputs={"creationTime": "{now}", "deletionTime": "", "lastModificationTime": "{now}"},
    unset={"status": "ENABLED", "loggingConfig.enableOnPremGcsTransferLogs": False},
)


@transfer_job.plans
def what_is_written_over(action: Action) -> Properties:
    """Storage Transfer API, TransferOptions: 'only objects that are different from the source are overwritten', and nothing is deleted."""
    spec = inner(action.inputs.get("transferSpec"))
    options = inner(spec.get("transferOptions"))
    if not spec or spec.get("transferOptions") is UNKNOWN or options.get("overwriteObjectsAlreadyExistingInSink") is True:
        return {}
    taken = {"overwriteWhen": "DIFFERENT", "deleteObjectsFromSourceAfterTransfer": False, **options}
    return {"transferSpec": {**spec, "transferOptions": taken}}


@transfer_job.check(
    source="Terraform google provider, google_storage_transfer_job: transfer_spec, data sources and sinks", even_unknown=True
)
def from_somewhere_to_somewhere(inputs: Properties) -> Iterator[Fault]:
    """One source and one sink (the provider's exactly-one-of)."""
    spec = inputs.get("transferSpec")
    if not isinstance(spec, dict):
        return
    for names in (_FROM, _TO):
        if not any(given(spec.get(name)) for name in names):
            yield f"transferSpec.{names[0]}", f"exactly one of {', '.join(names)} must be given, not none"


@transfer_job.check(source="Terraform google provider, google_storage_transfer_job: name")
def named_like_a_job(inputs: Properties) -> Iterator[Fault]:
    """`transferJobs/…`; file systems have a beginning of their own."""
    name, spec = inputs.get("name"), inner(inputs.get("transferSpec"))
    if not isinstance(name, str):
        return
    posix = given(spec.get("posixDataSource")) or given(spec.get("posixDataSink"))
    form = r"transferJobs/OPI[A-Za-z0-9\-._~]*[A-Za-z0-9]" if posix else r"transferJobs/(?!OPI)[A-Za-z0-9\-._~]*[A-Za-z0-9]"
    if len(name) > 128 or not re.fullmatch(form, name):
        yield (
            "name",
            f"{name!r} is not allowed: transferJobs/<name>{', beginning with OPI' if posix else ', not beginning with OPI'}, up to 128",
        )
