"""No storage account of a zone is a website, or answers pages of just any origin."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_storage import BLOBS, FILES
from posture.rules.azure_words import az, blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

WEBSITE: Final = az("storage:StorageAccountStaticWebsite")


@rule(*WEBSITE, *BLOBS, *FILES)
def check(look: Look) -> Iterator[Fault]:
    """What lies in `$web` is served to everybody who reaches the account, without a login; a page of any origin reads with its visitor's rights."""
    if look.resource.type not in WEBSITE:
        if serves(look):
            for block in blocks_of(look, "cors.corsRules"):
                origins = look.texts(f"{block}.allowedOrigins")
                if isinstance(origins, list) and "*" in origins:
                    yield Fault("answers pages of every origin", f"{block}.allowedOrigins")
        return
    accounts = look.targets("accountName")
    if serves(look) or any(serves(account) for account in accounts):
        yield Fault("makes a website of a store", "the resource")
