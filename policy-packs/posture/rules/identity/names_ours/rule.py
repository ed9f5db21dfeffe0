"""What belongs to a zone or holds records names no key, role, log, queue or account of somebody else."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from posture.proofs.verdict import Verdict
from posture.readers.aws.tokens import ROLE
from posture.rules.contract import EVERY, Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles, serves, texts_of, used
from posture.rules.scope import guarded
from posture.view import Path

_ARN: Final = re.compile(r"^arn:aws[a-z-]*:(?P<service>[a-z0-9-]+):[^:]*:(?P<account>\d{12}):(?P<rest>.+)$")
_ACCOUNT: Final = re.compile(r"^\d{12}$")
_ACCOUNT_LENGTHS: Final = (12, 13)
_ACCOUNT_NAMES: Final = (
    "account",
    "accountid",
    "destinationaccount",
    "destinationaccountid",
    "awsaccountid",
    "ownerid",
    "owneraccount",
    "targetaccountids",
    "vpconlytrustedaccounts",
)
_PUBLISHED: Final[Mapping[str, str]] = {
    "iam": "(aws-service-role/|role/aws-service-role/|role/AWSServiceRoleFor)",
    "inspector": "rulespackage/",
    "lambda": "layer:",
    "license-manager": "",
    "network-firewall": "aws-managed",
    "organizations": "",
    "sagemaker": "(image|image-version|model-package|human-task-ui|algorithm)/",
    "securityhub": "product/",
    "serverlessrepo": "applications/",
}
"""Service → what of it is published for everybody, or for its buyers, from accounts of AWS's and of sellers; a stranger's gets nothing by being named.

An organization's ARN holds the account that manages it, which need not be listed: whose it is is said by its own id (`shares-stay-inside`).
Sources: AWS Lambda Developer Guide, "Managing Lambda dependencies with layers"; Amazon SageMaker AI Developer Guide, "Available SageMaker images", "Buy and
sell algorithms and models in AWS Marketplace"; Secrets Manager User Guide, "Rotation function templates" (applications of the Serverless Application
Repository); Security Hub User Guide, "Third-party product integrations"; Amazon Inspector Classic, "ARNs for rules packages"; License Manager User
Guide, "Granted licenses"; IAM User Guide, "Using service-linked roles".
"""
_IS_PUBLISHED: Final = {service: re.compile(form) for service, form in _PUBLISHED.items()}
_NAMES: Final = re.compile(r"(?i)(arns?|keyid|account(ids?)?)$")
"""Properties that name something with its account."""
_SAID_ELSEWHERE: Final = (*ROLE, "aws:iam/policy:Policy", "aws:iam/rolePolicy:RolePolicy")
"""Policies are judged by their meaning: trust by `trust-ours`, the rest by the theorems."""

_OF_ACCOUNT: Final = (
    # Copies whatever a service writes into a group that only its name ties to what it logs.
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
    "aws-native:logs:SubscriptionFilter",
    # Names that VPCs ask by the profile; rehearsals of the account's backups.
    "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation",
    "aws:backup/restoreTestingPlan:RestoreTestingPlan",
    # Made or set in a bucket of tables or vectors, which only its ARN names: what is put there lies there.
    "aws:s3tables/namespace:Namespace",
    "aws:s3tables/tableBucketPolicy:TableBucketPolicy",
    "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy",
    # Whose certificates are believed by every role that trusts Roles Anywhere; into which application the people of the organization sign in.
    "aws:rolesanywhere/trustAnchor:TrustAnchor",
    "aws:rolesanywhere/profile:Profile",
    "aws:ssoadmin/application:Application",
    "aws:ssoadmin/applicationAssignment:ApplicationAssignment",
    "aws:ssoadmin/applicationAssignmentConfiguration:ApplicationAssignmentConfiguration",
    "aws:ssoadmin/applicationAccessScope:ApplicationAccessScope",
    # As which role people of a group act, and by which one repositories are made that nobody wrote down.
    "aws:cognito/userGroup:UserGroup",
    "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment",
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
)
"""Concerns whatever stands in the account, though nothing ties it to a zone."""


@rule(EVERY)
def check(look: Look) -> Iterator[Fault]:
    """ARNs and account ids in every property that the program gives, outside of policy documents."""
    if not look.resource.custom or look.resource.external or look.resource.type in _SAID_ELSEWHERE:
        return
    strangers = list(dict.fromkeys(_strangers(look)))
    if guarded(look) or (look.resource.type in _OF_ACCOUNT and look.scene.classified):
        for prop in look.resource.declared or ():
            if _NAMES.search(prop):
                look.value(prop)  # what is not known yet, and depends on nothing of the stack, may be anybody's
    if not strangers or not (guarded(look) or (look.resource.type in _OF_ACCOUNT and look.scene.classified) or _concerned(look)):
        return
    stated = look.approved.organization.stated
    for path, account, what in strangers:
        said = f"names {what} of account {account}, which is not listed as ours"
        yield Fault(said, path, Verdict.VIOLATED if stated else Verdict.UNPROVEN)


def _concerned(look: Look) -> bool:
    """A resource without a zone of its own belongs to what uses it, to what it names, and to what that names: a delivery of logs to their source's bus."""
    if look.classified:
        return any(guarded(one) or serves(one) for one in used(look))
    return serves(look) or any(serves(one) or (not one.classified and handles(one)) for one in used(look))


def _strangers(look: Look) -> Iterator[tuple[Path, str, str]]:
    own = look.scene.builder.own_accounts
    # What tells an account is told at once, without the place: most resources name nobody else.
    telling = [text for text in texts_of(look.scene, look.resource) if text[:4] == "arn:" or len(text) in _ACCOUNT_LENGTHS]
    if not own or not telling or not any(_may_be_a_strangers(text, own) for text in telling):
        return
    declared = look.resource.declared
    vouched = {entry.literal for entry in look.approved.asserted}
    for top, value in look.resource.props.items():
        # Flags, numbers and short words, which most properties are, name nobody; nor does what the cloud gave out.
        if value is None or isinstance(value, int) or (declared is not None and top not in declared):
            continue
        if isinstance(value, str) and not value.startswith("arn:") and len(value) not in _ACCOUNT_LENGTHS:
            continue
        for path, text in _texts(value, top):
            found = _ARN.match(text) if text.startswith("arn:") else None
            if found is not None:
                if found["account"] not in own and text not in vouched and not _is_published(found["service"], found["rest"]):
                    yield path, found["account"], _kind(found["service"], found["rest"])
            elif len(text) in _ACCOUNT_LENGTHS and _ACCOUNT.match(text) and _last(path) in _ACCOUNT_NAMES and text not in own:
                yield path, text, "a place"


def _is_published(service: str, rest: str) -> bool:
    form = _IS_PUBLISHED.get(service)
    return form is not None and form.match(rest) is not None


def _may_be_a_strangers(text: str, own: Collection[str]) -> bool:
    """Whether an ARN, or a text as long as an account's number, may tell one that is not ours."""
    if text.startswith("arn:"):
        account = text.split(":", 5)[4:5]
        return account != [""] and not (account and account[0] in own)
    return len(text) in _ACCOUNT_LENGTHS and text not in own and _ACCOUNT.match(text) is not None


def _kind(service: str, rest: str) -> str:
    return f"{service} {re.split('[:/]', rest, maxsplit=1)[0]}"


def _last(path: Path) -> str:
    return path.rsplit(".", 1)[-1].split("[", 1)[0].lower()


def _texts(value: Any, path: Path) -> Iterable[tuple[Path, str]]:
    if isinstance(value, str):
        # A document of its own (a policy, container definitions) is no name.
        return () if value.lstrip().startswith(("{", "[")) else ((path, value),)
    if isinstance(value, (dict, Mapping)):
        return () if "Statement" in value else [found for key, item in value.items() for found in _texts(item, f"{path}.{key}")]
    if isinstance(value, (list, tuple)):
        return [found for index, item in enumerate(value) for found in _texts(item, f"{path}[{index}]")]
    return ()
