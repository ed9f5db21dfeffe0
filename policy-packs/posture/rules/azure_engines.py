"""Database servers on Azure: their types, and the parameters that they run with, each a resource of its own.

Source: Azure Database for PostgreSQL documentation, "Server parameters in Azure Database for PostgreSQL".
"""

from typing import Final

from posture.rules.azure_words import az
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown, is_unknown

POSTGRES: Final = az("dbforpostgresql:Server")
MYSQL: Final = az("dbformysql:Server")
SQL: Final = az("sql:Server")
INSTANCE: Final = az("sql:ManagedInstance")
SERVERS: Final = (*POSTGRES, *MYSQL, *SQL)
PARAMETER: Final = az("dbforpostgresql:Configuration", "dbformysql:Configuration")
FIREWALL_RULE: Final = az(
    "dbforpostgresql:FirewallRule",
    "dbforpostgresql:ServerGroupFirewallRule",
    "dbformysql:FirewallRule",
    "dbformariadb:FirewallRule",
    "mongocluster:FirewallRule",
    "redis:FirewallRule",
    "synapse:IpFirewallRule",
    "sql:FirewallRule",
    "sql:VirtualNetworkRule",
)


def is_copy(look: Look) -> bool:
    """Whether it follows another server, whose parameters and administrators it has."""
    mode = look.text("createMode")
    return isinstance(mode, str) and mode.lower() == "replica"


def parameter(look: Look, name: str) -> tuple[Look, str | Unknown | None]:
    """A parameter's resource and its value in lower case; the server itself and None where the stack does not set it."""
    for found in look.companions(PARAMETER, "serverName", (look.resource.type,)):
        if str(found.text("configurationName")).lower() == name:
            value = found.text("value")
            return found, value if value is None or is_unknown(value) else value.lower()
    return look, UNKNOWN if look.maybe_companions(PARAMETER, "serverName", (look.resource.type,)) else None
