"""What looks for identifiers looks for those that name people, quotes none, says what becomes of each, and reports what it finds."""

from collections.abc import Iterator
from typing import Any, Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import foreign
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_false
from posture.values import UNKNOWN, is_unknown

INSPECTS: Final = gcp("dataloss:PreventionInspectTemplate")
HIDES: Final = gcp("dataloss:PreventionDeidentifyTemplate")
TRIGGER: Final = gcp("dataloss:PreventionJobTrigger")
_SAFE_HARBOR: Final = frozenset(
    {"PERSON_NAME", "DATE_OF_BIRTH", "PHONE_NUMBER", "EMAIL_ADDRESS", "STREET_ADDRESS", "MEDICAL_RECORD_NUMBER"}
)
"""Of 45 CFR 164.514(b)(2)(i) what notes hold, by the detectors of "InfoType detector reference"."""
_BROADER: Final = {"PERSON_NAME": ("FIRST_NAME", "LAST_NAME"), "STREET_ADDRESS": ("LOCATION",), "DATE_OF_BIRTH": ("DATE",)}
_DETECTORS: Final = ("regex", "dictionary", "storedType", "surrogateType")
"""How a kind of one's own is found: `CustomInfoType` takes one of these."""
_KEYED: Final = ("cryptoDeterministicConfig", "cryptoReplaceFfxFpeConfig", "cryptoHashConfig")
_TEXTS: Final = "deidentifyConfig.infoTypeTransformations.transformations"
_FROM: Final = "inspectJob.storageConfig"


@rule(*INSPECTS, *HIDES, *TRIGGER)
def check(look: Look) -> Iterator[Fault]:
    """Sensitive Data Protection documentation, "Templates", "Transformation reference", "Job triggers"; DLP API reference, `InspectConfig`, `Action`."""
    if not look.scene.classified:
        return
    yield from _parent(look)
    if look.resource.type in INSPECTS:
        yield from _looks_for(look, "inspectConfig")
    elif look.resource.type in HIDES:
        yield from _hides(look)
    else:
        yield from _inspects(look)


def _parent(look: Look) -> Iterator[Fault]:
    for prop in ("parent", "inspectJob.inspectTemplateName"):
        parts = text.split("/") if isinstance(text := look.text(prop), str) else []
        if len(parts) > 1 and parts[0] == "projects" and foreign(look, parts[1]):
            yield Fault(f"is said by project {parts[1]}, which is not listed as ours", prop)


def _looks_for(look: Look, base: str) -> Iterator[Fault]:
    if is_unknown(look.value(base)):
        yield cannot_tell(base, "what it looks for")
        return
    yield from must_be_false(look, f"{base}.includeQuote", "copies what it finds into its findings")
    yield from _kinds(look, [f"{base}.infoTypes"], f"{base}.infoTypes", "does not look for")
    for block in items(look, f"{base}.customInfoTypes"):
        if all(look.value(f"{block}.{one}") is None for one in _DETECTORS):
            yield Fault("says not by what it finds a kind of its own", block)
    if look.resource.type in INSPECTS:
        yield from _hidden_beside(look)


def _kinds(look: Look, lists: list[str], prop: str, fault: str) -> Iterator[Fault]:
    """Custom detectors may find what Google's do not: they do not stand in for them. Other templates of the zone do: one may be for a single kind."""
    names = _named(look, lists)
    for other in (look.scene.look(one) for one in look.scene.of(INSPECTS if look.resource.type not in HIDES else HIDES)):
        if other.urn != look.urn and other.zone is look.zone:
            names |= _named(other, _lists(other))
    if any(is_unknown(name) for name in names):
        if _SAFE_HARBOR - names:
            yield cannot_tell(prop, "which identifiers it knows")
        return
    lacking = sorted(kind for kind in _SAFE_HARBOR - names if not names.intersection(_BROADER.get(kind, ())))
    if lacking:
        yield Fault(f"{fault} {', '.join(lacking)}", prop)


def _hidden_beside(look: Look) -> Iterator[Fault]:
    """What is hidden by name must be found by that name: a kind of the program's own too ("De-identifying sensitive data")."""
    found: set[Any] = set()
    hidden: set[Any] = set()
    for other in (look.scene.look(one) for one in look.scene.of((*INSPECTS, *HIDES))):
        if other.zone is not look.zone:
            continue
        if other.resource.type in HIDES:
            hidden |= _named(other, _lists(other))
        elif is_unknown(other.value("inspectConfig")) or is_unknown(other.value("inspectConfig.customInfoTypes")):
            return
        else:
            customs = items(other, "inspectConfig.customInfoTypes")
            found |= _named(other, _lists(other)) | {other.text(f"{block}.infoType.name") for block in customs}
    if any(is_unknown(name) for name in found | hidden):
        return
    near = {name for kind, broader in _BROADER.items() if found.intersection((kind, *broader)) for name in (kind, *broader)}
    if lacking := sorted(hidden - found - near - {None}):
        yield Fault(f"does not look for {', '.join(lacking)}, which a template of its zone hides", "inspectConfig")


def _nothing(how: Any) -> bool:
    return how is None or (isinstance(how, dict) and all(one is None or one is False for one in how.values()))


def _named(look: Look, lists: list[str]) -> set[Any]:
    found = {look.text(f"{block}.name") for path in lists for block in items(look, path)}
    return found | {UNKNOWN for path in lists if is_unknown(look.blocks(path))}


def _lists(look: Look) -> list[str]:
    """Where a template names kinds."""
    if look.resource.type in INSPECTS:
        return ["inspectConfig.infoTypes"]
    return [f"{block}.infoTypes" for block in items(look, _TEXTS)]


def _hides(look: Look) -> Iterator[Fault]:
    """A template of records or images names fields or regions, which only those who know the tables can judge."""
    base = _TEXTS
    if is_unknown(look.value("deidentifyConfig")) or is_unknown(look.blocks(base)):
        yield cannot_tell(base, "what it hides")
        return
    blocks = items(look, base)
    if not blocks:
        return
    # A transformation without a list is for every kind that is found.
    if all(look.value(f"{block}.infoTypes") not in (None, []) for block in blocks):
        yield from _kinds(look, [f"{block}.infoTypes" for block in blocks], base, "leaves in the text")
    for block in blocks:
        how = f"{block}.primitiveTransformation"
        if _nothing(look.value(how)):
            yield Fault("says not what becomes of what it finds", how)
        for one in _KEYED:
            config = look.value(f"{how}.{one}")
            if config is None or is_unknown(config):
                continue
            if look.value(f"{how}.{one}.cryptoKey.kmsWrapped.cryptoKeyName") in (None, ""):
                yield Fault("makes surrogates with a key that no key of ours wraps", f"{how}.{one}.cryptoKey")


def _inspects(look: Look) -> Iterator[Fault]:
    if is_unknown(look.mapping("inspectJob")):
        yield cannot_tell("inspectJob", "what it looks through")
        return
    if look.value("inspectJob") in (None, {}):
        yield Fault("looks through nothing", "inspectJob")
        return
    if look.text("status") in ("PAUSED", "CANCELLED"):
        yield Fault("looks through nothing: it is paused", "status")
    if look.value("inspectJob.actions") in (None, []):
        yield Fault("tells nobody what it finds", "inspectJob.actions")
    for block in items(look, "inspectJob.actions"):
        action, base = look.value(block), f"{block}.saveFindings"
        # An action is one member of a union; its object may be empty.
        if isinstance(action, dict) and all(value is None for value in action.values()):
            yield Fault("tells nobody what it finds", block)
        if look.value(base) is not None and all(look.value(f"{base}.outputConfig.{one}") in (None, {}) for one in ("table", "storagePath")):
            yield Fault("says not where its findings go", base)
    if look.value("inspectJob.inspectTemplateName") in (None, ""):
        if look.value("inspectJob.inspectConfig") in (None, {}):
            yield Fault("names no identifiers to look for", "inspectJob.inspectTemplateName")
        else:
            yield from _looks_for(look, "inspectJob.inspectConfig")
    for block in items(look, "triggers"):
        if look.value(f"{block}.schedule") is not None and look.value(f"{block}.schedule.recurrencePeriodDuration") in (None, ""):
            yield Fault("has a schedule that never comes round", f"{block}.schedule")
    source = look.value(_FROM)
    if isinstance(source, dict) and all(source[name] in (None, {}) for name in source if name.endswith("Options")):
        yield Fault("looks through nothing", _FROM)
    files = look.value(f"{_FROM}.cloudStorageOptions.fileSet")
    if isinstance(files, dict) and all(files.get(name) in (None, "", {}) for name in ("url", "regexFileSet")):
        yield Fault("looks through no file", f"{_FROM}.cloudStorageOptions.fileSet")
