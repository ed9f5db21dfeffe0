"""Names are those that the API's own patterns take: texts made from each pattern are put to the other."""

import re
from collections.abc import Iterator

import hypothesis
import pytest
from hypothesis import strategies

from simulator.rules import Length, Pattern
from simulator.rules.registry import all_rules
from tests.simulator.aws.second_source.names import COUNTERPARTS
from tests.simulator.aws.second_source.shapes import in_cloudformation, in_request

pytestmark = pytest.mark.second_source

NARROWER: dict[tuple[str, str], str] = {
    ("cloudwatch/logGroup:LogGroup", "name"): "CreateLogGroup: 'Log group names can't start with the string aws/'",
    ("cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount", "accountId"): "an account id has 12 digits",
    ("backup/selection:Selection", "name"): "CloudFormation takes a colon, the API doesn't",
    ("cloudwatch/logMetricFilter:LogMetricFilter", "metricTransformation.namespace"): "CloudFormation's letters; the API's model says less",
    ("ec2/securityGroup:SecurityGroup", "description"): "CloudFormation's pattern has commas between its ranges, and so allows no more",
    ("kms/alias:Alias", "name"): "CreateAlias: 'must begin with alias/ ... cannot begin with alias/aws/'; the words leave out the colon",
    ("rds/cluster:Cluster", "clusterIdentifier"): "RDS stores lower case; the provider refuses upper case",
    ("rds/clusterInstance:ClusterInstance", "identifier"): "RDS stores lower case; the provider refuses upper case",
    ("rds/clusterParameterGroup:ClusterParameterGroup", "name"): "RDS stores lower case; the provider refuses upper case",
    ("rds/cluster:Cluster", "masterUsername"): "63 characters at most: the limit of PostgreSQL's names",
    ("securityhub/organizationAdminAccount:OrganizationAdminAccount", "adminAccountId"): "an account id has 12 digits",
    ("vpclattice/resourceConfiguration:ResourceConfiguration", "portRanges[*]"): "a port has at most five digits",
}
"""Where these rules refuse what the other's pattern takes, and why. Nowhere do they take what it refuses."""

_Compared = tuple[str, Pattern, str, int]


def pairs() -> Iterator[tuple[str, str, Pattern, str, int]]:
    """(type, path, our check, the other's expression, longest text)."""
    rules = all_rules("aws")
    for type_ in COUNTERPARTS:
        longest = {check.path: check.most for check in rules[type_].checks if isinstance(check, Length) and check.most}
        for check in rules[type_].checks:
            if not isinstance(check, Pattern):
                continue
            shape, schema = in_request(type_, check.path), in_cloudformation(type_, check.path)
            expressions = {
                "botocore": shape.metadata.get("pattern") if shape is not None else None,
                "cfn-lint": schema.get("pattern") if schema is not None else None,
            }
            limits = [longest.get(check.path), shape.metadata.get("max") if shape is not None else None]
            limits.append(schema.get("maxLength") if schema is not None else None)
            most = min(limit for limit in (*limits, 72) if limit)
            for source, expression in expressions.items():
                if expression:
                    yield type_.removeprefix("aws:"), source, check, _python(expression), most


def _python(expression: str) -> str:
    r"""Without anchors and with Python's escapes; `\Z` is Java's."""
    plain = expression.removesuffix("\\Z")
    return re.sub(r"^\^|\$$", "", plain) if plain.count("|^") == 0 else plain


PAIRS = [(f"{type_} {check.path} {source}", type_, check, expression, most) for type_, source, check, expression, most in pairs()]
_examples = hypothesis.settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)


def texts(expression: str, most: int) -> strategies.SearchStrategy[str]:
    """ASCII texts that an expression takes, not too long."""
    plain = strategies.characters(min_codepoint=32, max_codepoint=126)
    return strategies.from_regex(expression, fullmatch=True, alphabet=plain).filter(lambda text: 0 < len(text) <= most)


@pytest.mark.parametrize(("type_", "check", "expression", "most"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_names_that_the_rules_take_the_api_takes_too(type_: str, check: Pattern, expression: str, most: int) -> None:
    @_examples
    @hypothesis.given(texts(check.regex, most))
    def judge(text: str) -> None:
        assert re.fullmatch(expression, text), text

    judge()


@pytest.mark.parametrize(
    ("type_", "check", "expression", "most"),
    [pair[1:] for pair in PAIRS if (pair[1], pair[2].path) not in NARROWER],
    ids=[pair[0] for pair in PAIRS if (pair[1], pair[2].path) not in NARROWER],
)
def test_names_that_the_api_takes_the_rules_take_too(type_: str, check: Pattern, expression: str, most: int) -> None:
    @_examples
    @hypothesis.given(texts(expression, most))
    def judge(text: str) -> None:
        if len(text) >= shortest(check):
            assert re.fullmatch(check.regex, text), text

    judge()


def shortest(check: Pattern) -> int:
    """The least length that stands in our own expression; the other source says it apart from its pattern."""
    said = re.search(r"\{(\d+),\d+\}", check.regex)
    return int(said[1]) if said else 0


def test_every_narrower_pattern_is_compared_at_all() -> None:
    compared = {(type_, check.path) for _, type_, check, _, _ in PAIRS}
    assert set(NARROWER) <= compared
