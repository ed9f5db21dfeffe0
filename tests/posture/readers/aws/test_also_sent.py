"""Each further property that names a place for what a resource holds: it is in the SDK, and a stranger's place there is a way to him."""

from typing import Any

import pytest

from posture.readers.aws.also_sent import ALSO
from posture.readers.aws.strangers_functions import CALLED
from tests.posture.readers.aws.estate import FOREIGN, OURS, Estate
from tests.posture.readers.aws.test_sdk import exists, resource

_MAPS = ("defaultArguments.", "nonOverridableArguments.")
"""Keys of a map are no properties of the SDK."""
INTO = sorted((token, path) for token, work in ALSO.items() for path in work.into)
TOLD = sorted((token, path) for token, work in ALSO.items() for path in (*work.told, *work.logs))
ROLES = sorted((token, path) for token, work in ALSO.items() for path in work.roles)
SOURCES = sorted((token, work.source[0]) for token, work in ALSO.items() if work.source is not None)


def nested(path: str, value: Any) -> dict[str, Any]:
    """`a.b.c` → `{"a": {"b": {"c": value}}}`."""
    for part in reversed(path.split(".")):
        value = {part: value}
    return dict(value)


def whereto(clinic: Estate, form: str, token: str, path: str, value: str) -> set[str]:
    """Where content of a resource of the type, or of what it belongs to, goes once the property has the value."""
    inputs = nested(path, value)
    source = ALSO[token].source
    if source is not None:
        prop, kind = source
        holder = clinic.put(kind, "holder", zone="phi", name="holder")
        inputs = {**inputs, **nested(prop, holder.id)} if prop.partition(".")[0] != path.partition(".")[0] else inputs
    clinic.put(token, "sender", zone="phi", **inputs)
    return {target for kind, _, target, way, _ in clinic.edges(form) if kind == "replicate" and way == "forward"}


@pytest.mark.parametrize(("token", "path"), [*INTO, *TOLD, *ROLES, *SOURCES])
def test_every_property_of_the_table_exists(token: str, path: str) -> None:
    found = resource(token) if token.startswith("aws:") else None
    if found is not None and not path.startswith(_MAPS):
        assert exists(found, path)


@pytest.mark.parametrize(("token", "path"), TOLD)
def test_what_a_stranger_is_sent_goes_to_his_account(clinic: Estate, form: str, token: str, path: str) -> None:
    assert f"account:{FOREIGN}" in whereto(clinic, form, token, path, f"arn:aws:sqs:eu-west-1:{FOREIGN}:theirs")


@pytest.mark.parametrize(("token", "path"), TOLD)
def test_what_is_sent_to_our_account_stays_with_us(clinic: Estate, form: str, token: str, path: str) -> None:
    assert whereto(clinic, form, token, path, f"arn:aws:sqs:eu-west-1:{OURS}:ours") == {f"account:{OURS}"}


@pytest.mark.parametrize(("token", "path"), INTO)
def test_a_bucket_that_nobody_is_known_to_own_gets_it(clinic: Estate, form: str, token: str, path: str) -> None:
    assert "bucket:somebodys-bucket" in whereto(clinic, form, token, path, "s3://somebodys-bucket/there")


@pytest.mark.parametrize("token", sorted(token for token in CALLED if token.startswith("aws:")))
@pytest.mark.parametrize(("account", "named"), [(FOREIGN, True), (OURS, False)])
def test_only_a_strangers_function_sees_what_is_ours(clinic: Estate, form: str, token: str, account: str, named: bool) -> None:
    prop, kinds, places = CALLED[token]
    secret = clinic.put(kinds[0], "seen", zone="phi", name="seen") if kinds else None
    given = {prop: secret.id} if secret is not None else {}
    clinic.put(token, "caller", zone="phi", **given, **nested(places[0], f"arn:aws:lambda:eu-west-1:{account}:function:f"))
    assert (f"account:{account}" in {target for _, _, target, _, _ in clinic.edges(form)}) is named
