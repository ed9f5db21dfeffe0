"""PostgreSQL by private endpoint in the zone that holds it.

Modelled on Azure Database for PostgreSQL, "Create and manage virtual networks with Private Link for Azure Database for PostgreSQL".
"""

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

rules = {label: house.to_own("10.10.0.0/16", "443", "5432") for label in ("workload", "endpoint")}
phi = house.ground("records", "phi", "10.10.0.0/16", rules=rules)
server = parts.postgres("psql-records", phi)
phi.endpoint("pe-psql-records", server, "postgresqlServer")
phi.endpoint("pe-kv-records", phi.key.vault, "vault")
disks = parts.disk_keys("des-records", phi)
parts.machine("vm-ingest", phi, disks)
