"""Kinds of value that a stack file on Azure may hold. Each refuses with what is allowed and how to mend it.

Sources: Azure documentation, "Azure Resource Manager resource IDs", "Manage data retention in a Log Analytics workspace" (4 to 4,383 days).
"""

import datetime
import re
from enum import StrEnum
from typing import Any, Final

from ai_zones.plan.errors import shown
from ai_zones.plan.fields import refuse
from stacks.values import chosen, days

_UUID: Final = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
LOG_RETENTION_DAYS: Final = (365, 4383)


class AzureBreak(StrEnum):
    """Faults that a stack for breaking builds on purpose, to see the packs refuse them."""

    NAT_ROUTE = "nat-route"
    """A NAT gateway on a PHI subnet, and its default route to the internet."""
    ZONE_PEERING = "zone-peering"
    """A peering between the networks of phi and inference, whose packets the filters of both let through."""
    PUBLIC_STORE = "public-store"
    """The PHI object store with its public endpoint on, containers that anybody reads, and its perimeter only watching."""


def _uuid(value: Any, what: str, example: str, fix: str) -> str:
    if isinstance(value, str) and re.fullmatch(_UUID, value, re.ASCII):
        return value
    lower = isinstance(value, str) and re.fullmatch(_UUID, value, re.ASCII | re.IGNORECASE)
    raise refuse(
        f"{shown(value)} is not {what}",
        allowed=f"a UUID in lower case, such as {example!r}",
        fix=f"write {str(value).lower()!r}" if lower else fix,
    )


def subscription_id(value: Any) -> str:
    """Id of a subscription."""
    return _uuid(value, "a subscription", "11111111-2222-4333-8444-555555555555", "`az account list` shows the ids")


def tenant_id(value: Any) -> str:
    """Id of a directory."""
    return _uuid(value, "a tenant", "99999999-8888-4777-8666-555555555555", "`az account show` shows the tenant")


def object_id(value: Any) -> str:
    """Object id of a group or principal."""
    return _uuid(
        value, "an object of Microsoft Entra ID", "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d", "copy the object id from the group's page"
    )


def object_ids(value: Any) -> list[str]:
    """Object ids; an empty list is an answer too."""
    if isinstance(value, list | tuple):
        return [object_id(one) for one in value]
    raise refuse(f"{shown(value)} is not a list", allowed="a list of object ids of groups", fix="write a list in [ ]")


def identity_id(value: Any) -> str:
    """Id of a user-assigned identity."""
    kind = "Microsoft.ManagedIdentity/userAssignedIdentities"
    if isinstance(value, str) and re.fullmatch(
        rf"/subscriptions/{_UUID}/resourceGroups/[^/]+/providers/{kind}/[^/]+", value, re.IGNORECASE
    ):
        return value
    allowed = f"/subscriptions/…/resourceGroups/…/providers/{kind}/…"
    raise refuse(f"{shown(value)} is not a user-assigned identity", allowed=allowed, fix="copy the id from the identity's properties")


def key_vault_secret_id(value: Any) -> str:
    """URI of a secret, with or without its version."""
    if isinstance(value, str) and re.fullmatch(
        r"https://[a-z0-9-]{3,24}\.vault\.azure\.net/secrets/[\w-]+(/[0-9a-f]{32})?", value, re.IGNORECASE
    ):
        return value
    allowed = "https://<vault>.vault.azure.net/secrets/<name>"
    raise refuse(f"{shown(value)} is not a secret of Key Vault", allowed=allowed, fix="copy the secret identifier from the vault")


def date(value: Any) -> str:
    """A day."""
    try:
        if isinstance(value, str):
            return datetime.date.fromisoformat(value).isoformat()
        if isinstance(value, datetime.date):
            return value.isoformat()
    except ValueError:
        pass
    raise refuse(f"{shown(value)} is not a date", allowed="a date such as '2028-12-31', in quotes", fix="write it as YYYY-MM-DD")


def database_sku(value: Any) -> str:
    """Size of a flexible server."""
    if isinstance(value, str) and re.fullmatch(r"Standard_[DEB]\d+\w*", value):
        return value
    allowed = "a size of PostgreSQL flexible server, such as 'Standard_D2ds_v5'"
    raise refuse(f"{shown(value)} is not a size of a database", allowed=allowed, fix="write it as Azure's documentation lists it")


def log_retention(value: Any) -> Any:
    """Days of a table's total retention."""
    low, high = LOG_RETENTION_DAYS
    return days(
        value, low, high, what="a retention in days", allowed=f"{low} to {high} days (twelve years)", fix="write 2192 for six years"
    )


def breaks(value: Any) -> tuple[AzureBreak, ...]:
    """Ways to break a stack on Azure."""
    return chosen(AzureBreak, value)
