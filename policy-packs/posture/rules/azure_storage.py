"""Storage accounts as rules see them: what belongs to one, and which ones keep logs.

Source: Azure Storage documentation, "Storage account overview"; REST API reference, "Storage Accounts", "Blob Services", "Blob Containers".
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.look import Look
from posture.rules.scope import guarded

ACCOUNT: Final = az("storage:StorageAccount")
BLOBS: Final = az("storage:BlobServiceProperties")
FILES: Final = az("storage:FileServiceProperties")
CONTAINER: Final = az("storage:BlobContainer")
IMMUTABILITY: Final = az("storage:BlobContainerImmutabilityPolicy")
LIFECYCLE: Final = az("storage:ManagementPolicy")
SIX_YEARS_DAYS: Final = 2190
"""Six years of 365 days (45 CFR 164.316(b)(2)(i))."""
YEAR_DAYS: Final = 365
_LOGGED_TO: Final = {
    "storageAccountId": az("monitor:DiagnosticSetting", "monitor:SubscriptionDiagnosticSetting"),
    "storageId": az("network:FlowLog"),
}


def takes_logs(look: Look) -> bool:
    """Whether the stack's flow logs or diagnostic settings write to the account."""
    return any(look.companions(tokens, prop, ACCOUNT) for prop, tokens in _LOGGED_TO.items())


def holds_files(look: Look) -> bool:
    """Whether an account is for file shares alone: it has no blobs."""
    kind = look.text("kind")
    return isinstance(kind, str) and kind.lower() == "filestorage"


def keeps(look: Look) -> bool:
    """Whether what is in it must be kept: records, and logs of what is classified."""
    return look.holds_records or (takes_logs(look) and (guarded(look) or look.scene.classified))


def blob_services(look: Look) -> list[Look]:
    """The blob service of an account, where the program sets it."""
    return look.companions(BLOBS, "accountName", ACCOUNT)


def containers(look: Look) -> list[Look]:
    """Containers of an account that the stack makes."""
    return look.companions(CONTAINER, "accountName", ACCOUNT)


def least_days(look: Look) -> int:
    """For how many days its contents must stay: six years for PHI, a year for logs and for what can be made again."""
    return SIX_YEARS_DAYS if look.data_class == "phi" else YEAR_DAYS


def policies(look: Look) -> Iterator[Look]:
    """Retention policies of the account's containers."""
    for container in containers(look):
        yield from container.companions(IMMUTABILITY, "containerName", CONTAINER)
