"""KV engines keep versions; engines are not shown to those who have not logged in."""

from collections.abc import Iterator, Mapping

from posture.readers.vault.kinds import KV_CONFIG
from posture.readers.vault.tokens import MOUNT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import unclear
from posture.rules.vault_written import Written, each
from posture.rules.words import cannot_tell
from posture.values import is_unknown


@rule(MOUNT, *KV_CONFIG.tokens)
def check(look: Look) -> Iterator[Fault]:
    """`kv` without an option is version 1; `kv-v2` is version 2."""
    yield from each(look, KV_CONFIG, _config)
    if look.resource.type != MOUNT:
        return
    if look.text("listingVisibility") == "unauth":
        yield Fault("is shown to those who have not logged in", "listingVisibility")
    if look.value("type") in ("kv", "generic"):
        options = look.value("options")
        version = options.get("version") if isinstance(options, Mapping) else options
        if is_unknown(version):
            yield cannot_tell("options", "whether it keeps versions")
        elif str(version) != "2":
            yield Fault("keeps no versions", "options")


def _config(config: Written) -> Iterator[Fault]:
    versions = config.number("max_versions")
    if is_unknown(versions):
        yield unclear(config, "max_versions", "keeps versions")
    elif versions == 1:
        yield Fault("keeps no earlier version", config.prop("max_versions"))
