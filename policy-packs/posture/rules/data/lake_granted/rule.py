"""A lake of records is read by its own grants: IAM's defaults are taken away, no outside engine filters, and no location is half registered.

Source: AWS Lake Formation Developer Guide, "Changing the default settings for your data lake", "Application integration for full table access",
"Hybrid access mode"; AWS Glue Developer Guide, "Configuring a crawler to use Lake Formation credentials" (else the role's own rights in S3
are asked, and no grant).
"""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import BUCKET
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles, used
from posture.rules.words import cannot_tell, must_be_false, must_be_true
from posture.values import Unknown, is_unknown

SETTINGS: Final = "aws:lakeformation/dataLakeSettings:DataLakeSettings"
LOCATION: Final = "aws:lakeformation/resource:Resource"
PERMISSIONS: Final = "aws:lakeformation/permissions:Permissions"
CRAWLER: Final = "aws:glue/crawler:Crawler"
_EVERYBODY: Final = "IAM_ALLOWED_PRINCIPALS"
_DEFAULTS: Final = ("createDatabaseDefaultPermissions", "createTableDefaultPermissions")


@rule(SETTINGS, LOCATION, PERMISSIONS, CRAWLER)
def check(look: Look) -> Iterator[Fault]:
    """Settings are the account's: they concern every program in which something is classified."""
    if look.resource.type == SETTINGS:
        if look.scene.classified:
            yield from _settings(look)
    elif look.resource.type == LOCATION:
        if handles(look):
            yield from must_be_false(look, "hybridAccessEnabled", "leaves its rows to IAM beside the grants of the lake")
    elif look.resource.type == CRAWLER:
        if handles(look):
            yield from _crawler(look)
    elif look.scene.classified and look.text("principal") == _EVERYBODY:
        yield Fault("grants to everybody whom IAM lets in", "principal")


def _crawler(look: Look) -> Iterator[Fault]:
    """Where the program registers what it reads, a crawler that asks by its own role goes past the grants."""
    scene = look.scene
    places = scene.once("lake locations", lambda: {one.urn for place in scene.of((LOCATION,)) for one in used(scene.look(place))})
    if any(one.urn in places and one.resource.type in BUCKET for one in used(look)):
        prop = "lakeFormationConfiguration.useLakeFormationCredentials"
        yield from must_be_true(look, prop, "reads the lake by its own role, past the grants")


def _settings(look: Look) -> Iterator[Fault]:
    yield from must_be_false(look, "allowExternalDataFiltering", "hands credentials for its rows to engines that filter by themselves")
    yield from must_be_false(look, "allowFullTableExternalDataAccess", "hands credentials for whole tables to engines outside")
    for prop in _DEFAULTS:
        blocks = look.blocks(prop)
        if isinstance(blocks, Unknown):
            yield cannot_tell(prop, "whether new tables are open to everybody whom IAM lets in")
            continue
        for block in blocks:
            who = look.text(f"{block}.principal")
            if is_unknown(who):
                yield cannot_tell(f"{block}.principal", "whether new tables are open to everybody whom IAM lets in")
            elif who == _EVERYBODY:
                yield Fault("opens what is new to everybody whom IAM lets in", f"{block}.principal")
