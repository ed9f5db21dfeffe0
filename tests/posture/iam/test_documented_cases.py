"""Hand-written cases, each from a page of the documentation: what one document says of one request.

IAM User Guide: "Condition operators" (O), "Creating a condition with multiple keys or values" (M), "Policy evaluation logic" (E),
"Resource" (R), "Principal" (P), "NotPrincipal" (NP), "NotAction" (NA), "Variables and tags" (V), "Version" (VE).
"""

from typing import Any, NamedTuple

import pytest

from posture.iam import ABSENT, ANONYMOUS, ANYONE, UNKNOWN, Caller, Request, Truth, evaluate
from tests.posture.iam.documents import FOREIGN, ROLE, Marker, allow, deny, document

YES, NO, MAYBE = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
APP = Caller.role(ROLE)
STRANGER = Caller.role(f"arn:aws:iam::{FOREIGN}:role/x")
SESSION = Caller.role(ROLE, "arn:aws:sts::111122223333:assumed-role/app/i-1")
ROOT = "arn:aws:iam::111122223333:root"
OBJECT = "arn:aws:s3:::phi/a"


class Case(NamedTuple):
    says: str
    document: list[Any]
    expected: Truth
    context: dict[str, Any] = {}  # noqa: RUF012 - read only
    caller: Caller = APP
    action: str = "s3:GetObject"
    resource: str = OBJECT
    version: str = "2012-10-17"


def when(operator: str, key: str, *values: Any) -> dict[str, Any]:
    return {"Condition": {operator: {key: list(values) if len(values) != 1 else values[0]}}}


def one(operator: str, key: str, values: Any, given: Any, expected: Truth) -> Case:
    """An Allow with one condition."""
    listed = values if isinstance(values, list) else [values]
    return Case(f"{operator} {key} {values} given {given}", [allow(**when(operator, key, *listed))], expected, {key: given})


LOGIC = [
    Case("E: nothing is allowed by default", [deny(Action="kms:*")], NO),
    Case("E: an Allow allows", [allow()], YES),
    Case("E: an explicit deny wins over an Allow before it", [allow(), deny(Action="s3:*")], NO),
    Case("E: an explicit deny wins over an Allow after it", [deny(Action="s3:Get*"), allow()], NO),
    Case("E: a deny of another action does nothing", [allow(), deny(Action="s3:PutObject")], YES),
    Case("E: a single statement needs no list", [allow(Action="s3:GetObject")], YES),
    Case(
        "E: a condition on an unrelated key that is unknown leaves it open", [allow(**when("StringEquals", "aws:RequestTag/x", "y"))], MAYBE
    ),
    Case("E: an unknown deny leaves it open", [allow(), deny(**when("StringEquals", "aws:RequestTag/x", "y"))], MAYBE),
    Case("E: an unknown effect may allow and may deny", [allow(Effect=UNKNOWN)], MAYBE),
    Case("E: an unknown effect may deny what is allowed", [allow(), allow(Effect=Marker())], MAYBE),
    Case("E: a statement that is unknown may deny", [allow(), Marker()], MAYBE),
    Case(
        "E: several operators are joined by AND",
        [allow(Condition={"Bool": {"a:x": "true"}, "StringEquals": {"a:y": "1"}})],
        NO,
        {"a:x": "true", "a:y": "2"},
    ),
    Case("E: several keys are joined by AND", [allow(Condition={"StringEquals": {"a:x": "1", "a:y": "1"}})], NO, {"a:x": "1", "a:y": "2"}),
]
ACTION = [
    Case("action names ignore case", [allow(Action="S3:getobject")], YES),
    Case("action wildcards", [allow(Action="s3:Get*")], YES),
    Case("a question mark is one character", [allow(Action="s3:?etObject")], YES),
    Case("a question mark is not nothing", [allow(Action="s3:GetObject?")], NO),
    Case("NA: NotAction with Allow allows everything else", [allow(Action=None, NotAction="iam:*")], YES),
    Case("NA: NotAction with Allow leaves out what it names", [allow(Action=None, NotAction="s3:*")], NO),
    Case("NA: NotAction with Deny denies everything else", [allow(), deny(Action=None, NotAction="kms:*")], NO),
    Case("NA: NotAction with Deny spares what it names", [allow(), deny(Action=None, NotAction="s3:GetObject")], YES),
    Case("an unknown action may be this one", [allow(Action=["kms:Decrypt", Marker()])], MAYBE),
    Case("a family within the statement", [allow(Action="s3:*")], YES, action="s3:Get*"),
    Case("a family that the statement only meets", [allow(Action="s3:GetObject")], MAYBE, action="s3:*"),
    Case("a family of which all that is allowed is denied", [allow(Action="s3:GetObject"), deny(Action="s3:Get*")], NO, action="s3:*"),
]
RESOURCE = [
    Case("R: arn:aws:s3:::* names every bucket and object", [allow(Resource="arn:aws:s3:::*")], YES),
    Case("R: a bucket is not its objects", [allow(Resource="arn:aws:s3:::phi")], NO),
    Case("R: bucket/* is not the bucket", [allow(Resource="arn:aws:s3:::phi/*")], NO, resource="arn:aws:s3:::phi"),
    Case("R: * crosses slashes", [allow(Resource="arn:aws:s3:::phi/*/c")], YES, resource="arn:aws:s3:::phi/a/b/c"),
    Case("R: resources are case sensitive", [allow(Resource="arn:aws:s3:::PHI/*")], NO),
    Case("NotResource with Allow leaves out what it names", [allow(Resource=None, NotResource="arn:aws:s3:::phi/*")], NO),
    Case(
        "NotResource with Deny denies everything else",
        [allow(), deny(Resource=None, NotResource="arn:aws:s3:::phi/*")],
        NO,
        resource="arn:aws:s3:::o/a",
    ),
    Case(
        "R: a wildcard for the account segment", [allow(Resource="arn:aws:sqs:*:*:q")], YES, resource="arn:aws:sqs:eu-west-1:111122223333:q"
    ),
    Case(
        "R: a wildcard in the middle of the account segment",
        [allow(Resource="arn:aws:sqs:*:1111*3333:q")],
        YES,
        resource="arn:aws:sqs:r:111122223333:q",
    ),
    Case("R: a * that ends a segment may cross colons", [allow(Resource="arn:aws:sqs:*:q")], YES, resource="arn:aws:sqs:r:111122223333:q"),
    Case(
        "R: a * inside a segment crosses none for certain",
        [allow(Resource="arn:aws:sqs:r*3:q")],
        MAYBE,
        resource="arn:aws:sqs:r:111122223333:q",
    ),
    Case("an unknown resource may be this one", [allow(Resource=Marker())], MAYBE),
    Case("an unknown resource cannot deny for certain", [allow(), deny(Resource=Marker())], MAYBE),
]
PRINCIPAL = [
    Case('P: "*" is everyone, anonymous included', [allow(Principal="*")], YES, caller=ANONYMOUS),
    Case('P: {"AWS": "*"} is everyone, anonymous included', [allow(Principal={"AWS": "*"})], YES, caller=ANONYMOUS),
    Case('P: "*" is a caller of whom nothing is known', [allow(Principal="*")], YES, caller=ANYONE),
    Case("P: an account id is every principal of the account", [allow(Principal={"AWS": "111122223333"})], YES),
    Case("P: the root ARN is every principal of the account", [allow(Principal={"AWS": ROOT})], YES),
    Case("P: the root ARN of another account is not", [allow(Principal={"AWS": f"arn:aws:iam::{FOREIGN}:root"})], NO),
    Case("P: a role by its ARN", [allow(Principal={"AWS": ROLE})], YES),
    Case(
        "P: a role is its sessions",
        [allow(Principal={"AWS": ROLE})],
        YES,
        caller=Caller.role("arn:aws:sts::111122223333:assumed-role/app/i-1"),
    ),
    Case(
        "P: one session of a role is not another",
        [allow(Principal={"AWS": "arn:aws:sts::111122223333:assumed-role/app/i-2"})],
        NO,
        caller=SESSION,
    ),
    Case("P: a named session is itself", [allow(Principal={"AWS": "arn:aws:sts::111122223333:assumed-role/app/i-1"})], YES, caller=SESSION),
    Case("P: ARNs are case sensitive", [allow(Principal={"AWS": ROLE.upper().replace("ARN:AWS:IAM", "arn:aws:iam")})], NO),
    Case("P: part of an ARN can't be a wildcard", [allow(Principal={"AWS": "arn:aws:iam::111122223333:role/*"})], MAYBE),
    Case(
        "P: some principal of the account may be the role",
        [allow(Principal={"AWS": ROLE})],
        MAYBE,
        caller=Caller.of_account("111122223333"),
    ),
    Case("P: a service is no account", [allow(Principal={"Service": "s3.amazonaws.com"})], NO),
    Case("P: a service by name", [allow(Principal={"Service": "s3.amazonaws.com"})], YES, caller=Caller.aws_service("s3.amazonaws.com")),
    Case("P: two kinds at once", [allow(Principal={"Service": "s3.amazonaws.com", "AWS": ROLE})], YES),
    Case("P: a canonical user may be anybody's", [allow(Principal={"CanonicalUser": "79a5"})], MAYBE),
    Case("P: an unknown principal may be this one", [allow(Principal={"AWS": Marker()})], MAYBE),
    Case("NP: Deny spares whom it names with its account", [allow(), deny(Principal=None, NotPrincipal={"AWS": [ROLE, ROOT]})], YES),
    Case("NP: Deny hits everybody else", [allow(), deny(Principal=None, NotPrincipal={"AWS": [ROLE, ROOT]})], NO, caller=STRANGER),
    Case("NP: Deny without the account might hit the role", [allow(), deny(Principal=None, NotPrincipal={"AWS": ROLE})], MAYBE),
    Case(
        "NP: Allow lets in everybody else, anonymous included", [allow(Principal=None, NotPrincipal={"AWS": ROLE})], YES, caller=ANONYMOUS
    ),
]
MISSING = [
    one("StringEquals", "a:k", "x", ABSENT, NO),
    one("StringNotEquals", "a:k", "x", ABSENT, YES),
    one("StringNotLike", "a:k", "x*", ABSENT, YES),
    one("ArnNotLike", "a:k", "arn:aws:*:*:*:*", ABSENT, YES),
    one("NotIpAddress", "aws:SourceIp", "10.0.0.0/8", ABSENT, YES),
    one("NumericNotEquals", "a:k", "1", ABSENT, YES),
    one("DateNotEquals", "a:k", "2026-01-01", ABSENT, YES),
    one("IpAddress", "aws:SourceIp", "10.0.0.0/8", ABSENT, NO),
    one("Bool", "a:k", "false", ABSENT, NO),
    one("StringEqualsIfExists", "a:k", "x", ABSENT, YES),
    one("StringEqualsIfExists", "a:k", "x", "y", NO),
    one("BoolIfExists", "aws:MultiFactorAuthPresent", "false", ABSENT, YES),
    one("StringNotEqualsIfExists", "a:k", "x", ABSENT, YES),
    Case(
        "O: Deny with StringNotEqualsIfExists denies when the key is missing",
        [allow(), deny(**when("StringNotEqualsIfExists", "a:k", "x"))],
        NO,
        {"a:k": ABSENT},
    ),
    Case(
        "O: Deny with StringNotEquals and Null false spares a missing key",
        [allow(), deny(Condition={"StringNotEquals": {"a:k": "x"}, "Null": {"a:k": "false"}})],
        YES,
        {"a:k": ABSENT},
    ),
    one("Null", "a:k", "true", ABSENT, YES),
    one("Null", "a:k", "true", "x", NO),
    one("Null", "a:k", "false", "x", YES),
    one("Null", "a:k", "false", (), NO),
    one("ForAllValues:StringEquals", "aws:TagKeys", "x", ABSENT, YES),
    one("ForAllValues:StringEquals", "aws:TagKeys", "x", (), YES),
    one("ForAllValues:StringEquals", "aws:TagKeys", "x", "", YES),
    one("ForAnyValue:StringEquals", "aws:TagKeys", "x", ABSENT, NO),
    one("ForAnyValue:StringEquals", "aws:TagKeys", "x", (), NO),
]
OPERATOR = [
    one("StringEquals", "a:k", ["x", "y"], "y", YES),
    one("StringEquals", "a:k", "x*", "xy", NO),
    one("StringEquals", "a:k", "X", "x", NO),
    one("StringEqualsIgnoreCase", "a:k", "X", "x", YES),
    one("StringNotEquals", "a:k", ["x", "y"], "y", NO),
    one("StringNotEquals", "a:k", ["x", "y"], "z", YES),
    one("StringLike", "a:k", "*", "anything", YES),
    one("StringLike", "a:k", "*", ABSENT, NO),
    one(
        "ArnLike",
        "a:k",
        "arn:aws:someservice:*:111122223333:finance/*",
        "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/d.txt",
        NO,
    ),
    one(
        "StringLike",
        "a:k",
        "arn:aws:someservice:*:111122223333:finance/*",
        "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/d.txt",
        YES,
    ),
    one("ArnEquals", "a:k", "arn:aws:sns:*:111122223333:t*", "arn:aws:sns:eu-west-1:111122223333:topic", YES),
    one("ArnLike", "a:k", "*", "arn:aws:sns:eu-west-1:111122223333:topic", MAYBE),
    one("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "2001:DB8:1234:5678::/64"], "2001:db8:1234:5678::9", YES),
    one("IpAddress", "aws:SourceIp", "203.0.113.9", "203.0.113.9", YES),
    one("NotIpAddress", "aws:SourceIp", ["203.0.113.0/24", "10.0.0.0/8"], "10.1.1.1", NO),
    one("NumericLessThanEquals", "s3:max-keys", 10, "10", YES),
    one("NumericLessThan", "s3:TlsVersion", 1.2, "1.1", YES),
    one("NumericGreaterThan", "s3:max-keys", "ten", "11", MAYBE),
    one("DateGreaterThan", "aws:TokenIssueTime", "2020-01-01T00:00:01Z", "2021-01-01T00:00:00Z", YES),
    one("DateLessThan", "aws:EpochTime", "1600000000", "2020-01-01T00:00:00Z", YES),
    one("Bool", "aws:SecureTransport", False, "false", YES),
    one("BinaryEquals", "a:k", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", YES),
    one("ForAllValues:StringEquals", "aws:TagKeys", ["x", "y"], ("x", "y"), YES),
    one("ForAllValues:StringEquals", "aws:TagKeys", ["x", "y"], ("x", "z"), NO),
    one("ForAnyValue:StringEquals", "aws:TagKeys", ["x", "y"], ("x", "z"), YES),
    one("ForAnyValue:StringNotEquals", "aws:TagKeys", ["x"], ("x", "z"), YES),
    one("ForAllValues:StringNotEquals", "aws:TagKeys", ["x"], ("x", "z"), NO),
    one("StringEquals", "aws:TagKeys", "x", ("x", "z"), MAYBE),
    one("StringSoundsLike", "a:k", "x", "x", MAYBE),
    one("stringequals", "a:k", "x", "x", MAYBE),
    one("StringEquals", "a:k", [], "x", MAYBE),
    one("StringEquals", "a:k", Marker(), "x", MAYBE),
    one("StringEquals", "a:k", [Marker(), "x"], "x", YES),
    one("StringNotEquals", "a:k", [Marker(), "x"], "y", MAYBE),
    one("StringEquals", "aws:PrincipalOrgID", ["o-ours", "o-them"], "o-them", YES),
    Case(
        "condition keys ignore case", [allow(**when("StringEquals", "AWS:principalorgid", "o-ours"))], YES, {"aws:PrincipalOrgID": "o-ours"}
    ),
]
VARIABLE = [
    Case(
        "V: an unknown variable may be absent, which under NotResource is undocumented",
        [allow(Resource=None, NotResource="arn:aws:s3:::other/${aws:PrincipalTag/team}")],
        MAYBE,
    ),
    Case("V: a variable in the resource", [allow(Resource="arn:aws:s3:::phi/${aws:username}")], YES, {"aws:username": "a"}),
    Case(
        "V: a variable that is absent matches nothing", [allow(Resource="arn:aws:s3:::phi/${aws:username}")], NO, {"aws:username": ABSENT}
    ),
    Case("V: a variable that is unknown may match", [allow(Resource="arn:aws:s3:::phi/${aws:PrincipalTag/team}")], MAYBE),
    Case("V: an unknown variable can't reach what stands around it", [allow(Resource="arn:aws:s3:::other/${aws:PrincipalTag/team}")], NO),
    Case("V: a default value", [allow(Resource="arn:aws:s3:::phi/${aws:userid, 'a'}")], YES, {"aws:userid": ABSENT}),
    Case("V: ${*} is an asterisk", [allow(Resource="arn:aws:s3:::phi/${*}")], NO),
    Case("V: ${*} matches an asterisk", [allow(**when("StringLike", "a:k", "${*}"))], YES, {"a:k": "*"}),
    Case(
        "VE: in 2008-10-17 a variable is text",
        [allow(Resource="arn:aws:s3:::phi/${aws:username}")],
        NO,
        {"aws:username": "a"},
        version="2008-10-17",
    ),
    Case(
        "V: two keys compared with each other",
        [allow(**when("StringEquals", "aws:ResourceOrgID", "${aws:PrincipalOrgID}"))],
        YES,
        {"aws:ResourceOrgID": "o-them", "aws:PrincipalOrgID": "o-them"},
    ),
    Case(
        "V: an absent variable under a negated operator is undocumented",
        [allow(**when("StringNotEquals", "aws:ResourceOrgID", "${aws:PrincipalOrgID}"))],
        MAYBE,
        {"aws:ResourceOrgID": "o-them", "aws:PrincipalOrgID": ABSENT},
    ),
]
CASES = [*LOGIC, *ACTION, *RESOURCE, *PRINCIPAL, *MISSING, *OPERATOR, *VARIABLE]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_the_documented_answer(case: Case) -> None:
    parsed = document(*case.document, version=case.version)
    decision = evaluate(parsed, Request(case.action, case.resource, case.caller, case.context))
    assert decision.allowed is case.expected, parsed


def test_a_decision_names_the_statements_that_made_it() -> None:
    decision = evaluate(document(allow(Sid="Let"), allow(Action="kms:*"), deny(Sid="Stop")), Request("s3:GetObject", OBJECT))
    assert [(match.index, match.sid, match.effect) for match in decision.statements] == [(0, "Let", "Allow"), (2, "Stop", "Deny")]
    assert decision.must_deny
    assert not decision.may_allow


def test_keys_that_follow_from_the_caller_need_not_be_given() -> None:
    conditions = {"StringEquals": {"aws:PrincipalAccount": "111122223333"}, "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/app"}}
    assert evaluate(document(allow(Condition=conditions)), Request("s3:GetObject", OBJECT, APP)).must_allow
    assert not evaluate(document(allow(Condition=conditions)), Request("s3:GetObject", OBJECT, ANONYMOUS)).may_allow
