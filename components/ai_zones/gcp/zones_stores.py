"""What zones keep: buckets, phi's database and clinical store, tables, secrets, messages that wait."""

from ai_zones.gcp.alloydb import GcpAlloyDb
from ai_zones.gcp.bigquery_store import GcpBigQueryStore
from ai_zones.gcp.clinical_store import GcpClinicalStore
from ai_zones.gcp.database_link import DatabaseEngine
from ai_zones.gcp.messages import GcpMessages
from ai_zones.gcp.phi_database import GcpPhiDatabase
from ai_zones.gcp.phi_store import GcpPhiStore
from ai_zones.gcp.secrets import GcpSecrets
from ai_zones.gcp.service_agents import KeyUse
from ai_zones.gcp.zones_built import Built
from ai_zones.gcp.zones_input import PHI
from ai_zones.plan import Service, ZoneName


def build_store(built: Built, zone: ZoneName) -> GcpPhiStore | None:
    """Bucket of a zone, opened to the identities that the settings name. Nothing in it is replaced: a new version of a data set has a new name."""
    zones = built.zones
    if not zones.keeps_objects(zone):
        return None
    args = built.service_args(
        zone,
        KeyUse.STORAGE,
        **zones.names,
        principals=zones.stores.get(zone, {}),
        retention_days=zones.store_retention_days,
        locked=zones.locked,
    )
    store = GcpPhiStore(zones.name(zone, "store"), args, built.keyed_options(zone))
    built.targets[store.bucket_url] = store
    return store


def build_database(built: Built) -> GcpPhiDatabase | GcpAlloyDb | None:
    """The database, where the zone phi is built here: Cloud SQL or AlloyDB, as the plan says. Its own zone and the flows' sources may connect."""
    zones = built.zones
    if PHI not in zones.zones or zones.engine is None:
        return None
    names = {PHI, *(flow.source for flow in zones.plan.flows.values() if flow.service is Service.DATABASE)}
    users = [zone for zone in ZoneName if zone in names]
    common = {"users": zones.database_users, "highly_available": zones.highly_available, **zones.database_options}
    options = built.keyed_options(PHI)
    if zones.engine is DatabaseEngine.ALLOYDB:
        consumers = {zones.project(zone): built.number(zone) for zone in users}
        return GcpAlloyDb(zones.name(PHI, "database"), built.service_args(PHI, KeyUse.ALLOYDB, consumers=consumers, **common), options)
    projects = [zones.project(zone) for zone in users]
    return GcpPhiDatabase(zones.name(PHI, "database"), built.service_args(PHI, KeyUse.SQL, consumer_projects=projects, **common), options)


def build_clinical_store(built: Built) -> GcpClinicalStore | None:
    """FHIR, DICOM and HL7v2 stores of phi."""
    zones = built.zones
    if zones.clinical_store is None or PHI not in zones.zones:
        return None
    args = built.service_args(PHI, KeyUse.HEALTHCARE, **zones.clinical_store)
    return GcpClinicalStore(zones.name(PHI, "clinical"), args, built.keyed_options(PHI))


def build_tables(built: Built, zone: ZoneName) -> GcpBigQueryStore | None:
    """Tables of a zone, as the settings declare them."""
    zones = built.zones
    if zone not in zones.tables:
        return None
    return GcpBigQueryStore(
        zones.name(zone, "tables"), built.service_args(zone, KeyUse.BIGQUERY, **zones.tables[zone]), built.keyed_options(zone)
    )


def build_secrets(built: Built, zone: ZoneName) -> GcpSecrets | None:
    """Secrets of a zone, without values."""
    zones = built.zones
    if zone not in zones.secrets:
        return None
    args = built.service_args(zone, KeyUse.SECRETS, secrets=zones.secrets[zone])
    return GcpSecrets(zones.name(zone, "secrets"), args, built.keyed_options(zone))


def build_messages(built: Built, zone: ZoneName) -> GcpMessages | None:
    """Topics of a zone and who pulls from them."""
    zones = built.zones
    if zone not in zones.messages:
        return None
    args = built.service_args(zone, KeyUse.PUBSUB, project_number=built.number(zone), **zones.messages[zone])
    return GcpMessages(zones.name(zone, "messages"), args, built.keyed_options(zone))
