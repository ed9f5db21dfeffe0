"""What an AlloyDB cluster is given: who connects and logs in, its size, how long backups stay, its flags.

Sources: AlloyDB for PostgreSQL documentation, "Supported database flags", "Manage IAM authentication", "Choose a machine type" (2 to 128 processors),
"Data backup and recovery overview", "Read pool instances"; provider reference, `gcp.alloydb.Instance` (`allowedConsumerProjects`: numbers alone).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Final, NotRequired, TypedDict

import pulumi
import pydantic

from ai_zones.gcp.naming import Kind, resource_name
from ai_zones.gcp.paths import located
from ai_zones.gcp.postgresql import LOG_FLAGS, Login
from ai_zones.gcp.stored_input import EncryptedInput, Label
from ai_zones.gcp.validation import ProjectId, ZoneText
from ai_zones.inputs import matches

SUPERUSER: Final = "alloydbsuperuser"
SIZES: Final = (2, 4, 8, 16, 32, 64, 96, 128)

FLAGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **LOG_FLAGS,
        "alloydb.enable_pgaudit": "on",
        "alloydb.iam_authentication": "on",
        # By the model integration a statement sends records to Vertex AI.
        "google_ml_integration.enable_model_support": "off",
        # Nobody has a password; one that an administrator makes by hand is a good one.
        "password.enforce_complexity": "on",
    }
)
"""Database flags of each instance."""


def _number(value: object) -> object:
    if isinstance(value, pulumi.Output) or (isinstance(value, str) and value.isdigit()):
        return value
    raise ValueError("must be a project's number, in quotes, or an output that has it: AlloyDB names consumers by number alone")


def _size(value: int) -> int:
    if value not in SIZES:
        raise ValueError(f"must be one of {', '.join(map(str, SIZES))} processors")
    return value


class GcpAlloyDbUserArgs(TypedDict):
    """Who may log in."""

    member: str
    """Principal, such as `serviceAccount:retrieval@acme-prod-deid.iam.gserviceaccount.com` or `group:dba@example.com`."""
    administrator: NotRequired[bool]
    """Whether it makes databases, extensions and roles (`alloydbsuperuser`). Default: false."""


class GcpAlloyDbArgs(TypedDict):
    """Inputs of `GcpAlloyDb`."""

    project: str
    """Id of the zone's project."""
    region: str
    """Region of the cluster."""
    kms_key: pulumi.Input[str]
    """Key that encrypts data and backups, for `alloydb`; of the same region."""
    consumers: dict[str, pulumi.Input[str]]
    """Projects whose networks may connect: each one's number, by its id. Empty lets none."""
    users: NotRequired[dict[str, GcpAlloyDbUserArgs]]
    """Who may log in, by a stable name; there is nobody with a password. Default: none."""
    zone: NotRequired[str]
    """Zone that the cluster stands in. Default: `phi`."""
    label: NotRequired[str]
    """Tells several clusters of one zone apart. Default: `alloydb`."""
    version: NotRequired[str]
    """Major version of PostgreSQL, `15`, `16` or `17`. Default: 17."""
    cpu_count: NotRequired[int]
    """Processors of each instance: 2, 4, 8, 16, 32, 64, 96 or 128. Default: 4."""
    read_nodes: NotRequired[int]
    """Nodes of a pool that answers reads, 0 (no pool) to 20. Default: 0."""
    highly_available: NotRequired[bool]
    """False builds a primary in one availability zone alone, for development. Default: true."""
    backup_retention_days: NotRequired[int]
    """Days that daily backups stay, 7 to 365. Default: 35."""
    recovery_window_days: NotRequired[int]
    """Days of which every moment can be restored, 7 to 35. Default: 35."""
    maintenance_day: NotRequired[int]
    """Day on which Google may update it, 1 (Monday) to 7. Default: 7."""
    maintenance_hour: NotRequired[int]
    """Hour of that day in UTC, 0 to 23. Default: 2."""
    removable: NotRequired[bool]
    """Lifts Pulumi's and the provider's protection. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class AlloyDbUser(Login):
    """Parsed `GcpAlloyDbUserArgs`."""

    engine = "AlloyDB"
    kinds: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"user": "ALLOYDB_IAM_USER", "group": "ALLOYDB_IAM_GROUP", "serviceAccount": "ALLOYDB_IAM_USER"}
    )


class AlloyDb(EncryptedInput):
    """Parsed `GcpAlloyDbArgs`."""

    zone: ZoneText = "phi"
    consumers: dict[ProjectId, Annotated[object, pydantic.AfterValidator(_number)]]
    users: dict[Label, AlloyDbUser] = pydantic.Field(default_factory=dict)
    label: Label = "alloydb"
    version: Annotated[str, matches(r"15|16|17", "15, 16 or 17")] = "17"
    cpu_count: Annotated[int, pydantic.AfterValidator(_size)] = 4
    read_nodes: int = pydantic.Field(default=0, ge=0, le=20)
    highly_available: bool = True
    backup_retention_days: int = pydantic.Field(default=35, ge=7, le=365)
    recovery_window_days: int = pydantic.Field(default=35, ge=7, le=35)
    maintenance_day: int = pydantic.Field(default=7, ge=1, le=7)
    maintenance_hour: int = pydantic.Field(default=2, ge=0, le=23)

    @property
    def cluster_name(self) -> str:
        """Name of the cluster."""
        return resource_name(Kind.ALLOYDB, self.zone, self.label)

    @property
    def cluster_path(self) -> str:
        """Path of the cluster, known before it is built."""
        return located(self.project, self.region, "clusters", self.cluster_name)

    def instance_name(self, label: str) -> str:
        """Name of one of its instances, `primary` or `read`; unique in the project and region."""
        return resource_name(Kind.ALLOYDB, self.zone, self.label, label)

    def instance_path(self, label: str) -> str:
        """Path of one of its instances."""
        return f"{self.cluster_path}/instances/{self.instance_name(label)}"
