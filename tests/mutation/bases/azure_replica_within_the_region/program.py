"""A read replica for reports in the same region, in the same zone.

Modelled on Azure Database for PostgreSQL, "Read replicas", and "Private link with replicas".
"""

from pulumi_azure_native import dbforpostgresql

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

phi = house.ground(
    "reports", "phi", "10.65.0.0/16", rules={label: house.to_own("10.65.0.0/16", "443", "5432") for label in ("workload", "endpoint")}
)
primary = parts.postgres("psql-reports", phi)
replica = parts.postgres("psql-reports-read", phi, create_mode="Replica", source_server_resource_id=primary.id)
zone = house.private_zone("pe-psql-reports", phi.name, house.PRIVATE_ZONES["postgresqlServer"], phi.vnet)
phi.endpoint("pe-psql-reports", primary, "postgresqlServer", dns=zone)
phi.endpoint("pe-psql-reports-read", replica, "postgresqlServer", dns=zone)
dbforpostgresql.Database(
    "reports",
    resource_group_name=phi.name,
    server_name=primary.name,
    database_name="reports",
    charset="UTF8",
    collation="en_US.utf8",
)
