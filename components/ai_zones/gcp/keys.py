"""Keys of a zone: a key ring, a key for each service that encrypts with it, and nobody else who may use it.

Sources: Cloud KMS documentation, "Key rotation" (90 days recommended), "Destroy and restore key versions" (a duration of 24 hours to 120 days,
final at creation), "Protection levels" (HSM: FIPS 140-2 level 3), "Key rings" (can't be deleted, names can't be used again), "Separation of
duties", "CMEK integrations"; 45 CFR 164.312(a)(2)(iv) (encryption), 164.308(a)(4) (access); NIST SP 800-57 part 1, 5.3 (cryptoperiods).
"""

from collections.abc import Mapping
from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import kms

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.paths import key_path, located
from ai_zones.gcp.service_agents import AGENTS, KEY_USER, KeyUse, agent_address, build_agent
from ai_zones.gcp.validation import Member, ProjectId, Reference, ServiceAccountEmail, ZonedInput
from ai_zones.inputs import matches, one_of

DAY_SECONDS: Final = 86_400
MAX_ROTATION_DAYS: Final = 90
MIN_DESTROY_DAYS, MAX_DESTROY_DAYS = 30, 120

_Label = Annotated[str, matches(r"[a-z][a-z0-9-]{0,29}", "up to 30 lower-case letters, digits, hyphens, beginning with a letter")]


class GcpKeysArgs(TypedDict):
    """Inputs of `GcpKeys`."""

    zone: str
    """Zone whose data the keys encrypt."""
    project: str
    """Id of the project that the key ring stands in: the zone's, or one for keys alone, whose administrators see no data."""
    region: str
    """Region of the ring: a key encrypts what stands in its region."""
    purposes: list[str]
    """Services that get a key each: `alloydb`, `artifacts`, `bigquery`, `compute`, `healthcare`, `logging`, `pubsub`, `secrets`, `sql`,
    `storage`, `vertex`."""
    data_project_number: pulumi.Input[str]
    """Number of the project that holds the data, by which its service agents are named."""
    data_project: NotRequired[str]
    """Id of the project that holds the data. Default: `project`."""
    label: NotRequired[str]
    """Tells several rings of one zone apart; a ring's name can't be used again, so a ring that replaces another one takes a new label.
    Default: `keys`."""
    rotation_days: NotRequired[int]
    """Days after which a key gets a new version, 1 to 90. Default: 90."""
    protection_level: NotRequired[str]
    """`HSM` or `SOFTWARE`. Default: `HSM`."""
    destroy_after_days: NotRequired[int]
    """Days in which a version that is to be destroyed comes back, 30 to 120. Final when a key is made. Default: 90."""
    users: NotRequired[dict[str, list[str]]]
    """Further principals that encrypt and decrypt with a key, by its purpose. Default: none, but the service's own agent."""
    agents: NotRequired[dict[str, str]]
    """Address of a service's agent by the key's purpose, where a project's is not the usual one. Default: the usual ones."""
    removable: NotRequired[bool]
    """Lifts both protections. A key that is removed makes its data unreadable. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class Keys(ZonedInput):
    """Parsed `GcpKeysArgs`."""

    purposes: Annotated[tuple[KeyUse, ...], pydantic.Field(min_length=1)]
    data_project_number: Reference
    data_project: ProjectId | None = None
    label: _Label = "keys"
    rotation_days: int = pydantic.Field(default=MAX_ROTATION_DAYS, ge=1, le=MAX_ROTATION_DAYS)
    protection_level: Annotated[str, one_of("HSM", "SOFTWARE")] = "HSM"
    destroy_after_days: int = pydantic.Field(default=90, ge=MIN_DESTROY_DAYS, le=MAX_DESTROY_DAYS)
    users: Mapping[KeyUse, tuple[Member, ...]] = pydantic.Field(default_factory=dict)
    agents: Mapping[KeyUse, ServiceAccountEmail] = pydantic.Field(default_factory=dict)
    removable: bool = False

    @pydantic.model_validator(mode="after")
    def _users_have_a_key(self) -> Self:
        for name, given in (("users", self.users), ("agents", self.agents)):
            if stray := sorted(set(given) - set(self.purposes)):
                raise ValueError(f"{name}: given {', '.join(stray)}, which has no key; add it to purposes")
        return self

    @property
    def ring(self) -> str:
        """Name of the ring."""
        return resource_name(Kind.KEY, self.zone, self.label)

    def key(self, use: KeyUse) -> str:
        """Path of a key."""
        return zone_key_path(self.project, self.region, self.zone, use, self.label)


def zone_key_path(project: str, region: str, zone: str, use: str, label: str = "keys") -> str:
    """Path of a zone's key, known before it is built so that stores can name it."""
    return key_path(project, region, resource_name(Kind.KEY, zone, label), resource_name(Kind.KEY, str(use)))


class GcpKeys(pulumi.ComponentResource):
    """Ring, keys, and who may use them. Protected by Pulumi and by the provider. What is encrypted waits for the grants: `depends_on=[keys]`."""

    key_ring: str
    """Path of the ring."""
    keys: dict[str, str]
    """Path of each key, by its purpose."""

    def __init__(self, name: str, args: GcpKeysArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Keys.parse(name, args)
        super().__init__("ai-zones:index:GcpKeys", name, {}, children_wait(opts))
        self.key_ring = located(given.project, given.region, "keyRings", given.ring)
        self.keys = {use.value: given.key(use) for use in sorted(set(given.purposes))}
        ring = kms.KeyRing(
            child(name, "ring"),
            name=given.ring,
            project=given.project,
            location=given.region,
            opts=after(self, protect=not given.removable),
        )
        for use in sorted(set(given.purposes)):
            self._key(name, given, use, ring, opts.depends_on if opts else None)
        self.register_outputs({"keyRing": self.key_ring, "keys": self.keys})

    def _key(self, name: str, given: Keys, use: KeyUse, ring: kms.KeyRing, awaited: object) -> None:
        key = kms.CryptoKey(
            child(name, "key", use.value),
            name=resource_name(Kind.KEY, use.value),
            key_ring=self.key_ring,
            purpose="ENCRYPT_DECRYPT",
            rotation_period=f"{given.rotation_days * DAY_SECONDS}s",
            destroy_scheduled_duration=f"{given.destroy_after_days * DAY_SECONDS}s",
            version_template=kms.CryptoKeyVersionTemplateArgs(
                algorithm="GOOGLE_SYMMETRIC_ENCRYPTION", protection_level=given.protection_level
            ),
            deletion_policy="DELETE" if given.removable else "PREVENT",
            labels=given.labels_of(service=use.value),
            opts=after(self, ring, protect=not given.removable),
        )
        address = given.agents.get(use) or agent_address(AGENTS[use], given.data_project_number)
        made = build_agent(
            name, use, project=given.data_project or given.project, address=address, anchor=key, parent=self, awaited=awaited
        )
        # The whole list: a user that somebody adds beside the program is taken out again.
        kms.CryptoKeyIAMBinding(
            child(name, "users", use.value),
            crypto_key_id=given.key(use),
            role=KEY_USER,
            members=[pulumi.Output.concat("serviceAccount:", address), *sorted(given.users.get(use, ()))],
            opts=pulumi.ResourceOptions.merge(after(self, key), pulumi.ResourceOptions(depends_on=made)),
        )
