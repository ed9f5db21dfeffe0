"""What roles may do is named: no administrator, no whole service, no records of everybody's stores."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from posture.iam import Effect, Policy, PolicyKind, Statement, parse_policy
from posture.iam.actions import data_actions
from posture.iam.catalogue import AccessLevel, meant
from posture.iam.document import Match
from posture.iam.values import Unknown as Untold
from posture.readers.aws.acting import POLICY, ROLE_POLICY
from posture.readers.aws.tokens import ROLE
from posture.rules.aws_documents import unread
from posture.rules.aws_trust import required_keys
from posture.rules.contract import Fault, rule
from posture.rules.look import Look, Scene
from posture.rules.neighbours import DATA_STORES
from posture.values import Unknown

ATTACHED: Final = ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:iam/policyAttachment:PolicyAttachment")
_ONLY_ON_EVERYTHING: Final = frozenset(f"cloudwatch:{name}" for name in ("getmetricdata", "getmetricstatistics", "getmetricwidgetimage"))
"""Data actions that can't be narrowed: they know neither a resource nor a condition key, and read the caller's own account alone.

Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch". (`PutMetricData` is not here: it
takes `cloudwatch:namespace`.) A pattern is not one of them: what it covers is not named.
"""
_DELIVERY: Final = frozenset(
    {
        "logs:createlogdelivery", "logs:updatelogdelivery", "logs:putresourcepolicy",
        "ssmmessages:createcontrolchannel", "ssmmessages:createdatachannel", "ssmmessages:opencontrolchannel", "ssmmessages:opendatachannel",
    }
)  # fmt: skip
"""What a service asks for to have its logs delivered, and an agent for its sessions: these name no resource either, and AWS's own documents
allow them on everything.

Source: Amazon CloudWatch Logs User Guide, "Enable logging from AWS services"; AWS Step Functions Developer Guide, "Logging"; AWS Systems
Manager User Guide, "Verify or create an IAM role with Session Manager permissions".
"""
_INTERFACES: Final = frozenset({"ec2:createnetworkinterface"})
"""What a service asks for to stand in a network with what it runs; AWS's own policies and examples allow it on everything, and it moves nothing.

Source: AWS Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC" (AWSLambdaVPCAccessExecutionRole); AWS Glue
Developer Guide, "Identity-based policies for AWS Glue" (AWSGlueServiceRole); Amazon SageMaker AI Developer Guide, "SageMaker AI execution roles".
"""
_COPIES: Final = frozenset({"backup:copyfrombackupvault"})
"""Takes recovery points to whatever vault takes them, in any account, unless the statement or the vault's policy says which (`backup:CopyTargets`).

Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Backup".
"""
_BROAD: Final = frozenset({"AdministratorAccess", "PowerUserAccess", "IAMFullAccess"})
PEOPLE: Final = ("aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",)


@rule(*POLICY, *ROLE_POLICY, *ROLE, *ATTACHED, *PEOPLE)
def check(look: Look) -> Iterator[Fault]:
    """Documents of programs' identities, and the broad policies that AWS manages, wherever something of the stack is classified.

    What people may do by permission sets is judged only beside records. In an organization's stack a set is written before anybody knows of the
    accounts and stores that it meets, so it names none, and one for emergencies allows everything by intent (docs/decisions/0010). A set that
    stands in one stack with the stores can name them. Administrators by a policy that AWS manages are left alone: that is how they are meant.
    """
    if not look.scene.classified:
        return
    if look.resource.type in PEOPLE:
        if _holds_records(look.scene):
            yield from _document(look, "inlinePolicy")
        return
    if look.resource.type in ATTACHED:
        yield from broad_attachment(look)
        return
    if look.resource.type in ROLE:
        blocks = look.blocks("inlinePolicies")
        props = [] if isinstance(blocks, Unknown) else [f"{block}.policy" for block in blocks]
    else:
        props = [prop for prop in ("policy", "policyDocument") if look.value(prop) is not None]
    for prop in props:
        yield from _document(look, prop)


def _holds_records(scene: Scene) -> bool:
    """Whether a store of records stands in the stack."""
    if "holds records" not in scene.notes:
        scene.notes["holds records"] = any(not one.external and scene.look(one).holds_records for one in scene.of(DATA_STORES))
    found: bool = scene.notes["holds records"]
    return found


def broad_attachment(look: Look) -> Iterator[Fault]:
    """A policy of AWS's own that gives everything, or nearly."""
    arn = look.text("policyArn")
    if isinstance(arn, str) and arn.rsplit("/", 1)[-1] in _BROAD and ":aws:policy/" in arn:
        yield Fault(f"attaches {arn.rsplit('/', 1)[-1]}", "policyArn")


def _document(look: Look, prop: str) -> Iterator[Fault]:
    """What a document of an identity allows too broadly."""
    policy = parse_policy(look.value(prop), PolicyKind.IDENTITY)
    yield from unread(policy, prop, "what it allows")
    if isinstance(policy, Policy):
        for statement in policy.statements:
            if statement.effect == Effect.ALLOW:
                yield from _broad(statement, prop)


def _broad(statement: Statement, prop: str) -> Iterator[Fault]:
    if isinstance(statement.actions, Untold) or statement.resources is None or isinstance(statement.resources, Untold):
        return
    actions = [action for action in statement.actions.patterns if isinstance(action, str)]
    if statement.actions.negated:
        yield Fault(f"allows all but some actions ({statement.label})", prop)
    elif wide := [action for action in actions if action == "*" or action.endswith(":*")]:
        yield Fault(f"allows {wide[0]} ({statement.label})", prop)
    everything = statement.resources.negated or "*" in statement.resources.patterns
    unconditional = not isinstance(statement.conditions, Untold) and not statement.conditions
    if everything and unconditional and (data := [action for action in actions if _moves_data(action)]):
        yield Fault(f"allows {data[0]} on everything ({statement.label})", prop)
    elif everything and unconditional and (changing := [action for action in actions if _changes_access(action)]):
        yield Fault(f"allows {changing[0]}, which changes who may do what, on everything ({statement.label})", prop)
    elif (opening := _opens_every_key(statement, actions)) is not None:
        yield Fault(f"allows {opening} with every key of the account, through no service by name ({statement.label})", prop)


_EVERY_KEY: Final = re.compile(r"arn:aws[a-z-]*:kms:[^:]*:[^:]*:(key/)?\*")
_NARROWING: Final = ("kms:viaservice", "kms:resourcealiases", "kms:requestalias", "kms:encryptioncontext", "aws:resourcetag/")
_DECRYPTING: Final = ("kms:decrypt", "kms:reencryptfrom")


def _opens_every_key(statement: Statement, actions: list[str]) -> str | None:
    """An action that decrypts, where it is allowed with all keys of an account and nothing says by which service, alias, tag or context.

    Source: AWS Security Hub, KMS.1 and KMS.2 (no policy allows decryption with all keys); AWS KMS Developer Guide, "kms:ViaService".
    """
    if not isinstance(statement.resources, Match) or not any(_EVERY_KEY.fullmatch(str(one)) for one in statement.resources.patterns):
        return None
    required = required_keys(statement)
    if required is None or any(key.startswith(_NARROWING) for key in required):
        return None
    return next((one for one in actions if any(fnmatchcase(known, one.lower()) for known in _DECRYPTING)), None)


_HANDS_ON: Final = frozenset(
    f"iam:{name}"
    for name in (
        "passrole", "createaccesskey", "createloginprofile", "updateloginprofile", "addusertogroup",
        "createservicespecificcredential", "resetservicespecificcredential",
    )
)  # fmt: skip
"""Writes by their level. With the first a role gives any other to a service that acts for it; with the rest it takes credentials of anybody,
or the rights of any group. Source: IAM User Guide, "Granting a user permissions to pass a role to an AWS service", "Manage access keys for IAM
users", "Manage passwords for IAM users", "Edit users in IAM groups"."""


def _changes_access(action: str) -> bool:
    """Whether it is an action of the level Permissions management that can be narrowed to resources, or passes roles."""
    if "*" in action.partition(":")[0]:
        return False
    wanted = meant(action)
    return any(one.resource_types and (one.level is AccessLevel.PERMISSIONS or one.name.lower() in _HANDS_ON) for one in wanted)


def _moves_data(action: str) -> bool:
    """Whether it is one of the actions, of the services that the judge knows, that read, write or share data, and can be narrowed."""
    if action.lower() in _ONLY_ON_EVERYTHING | _DELIVERY | _INTERFACES:
        return False
    return action.lower() in _COPIES or any(
        fnmatchcase(known.lower(), action.lower()) for known in data_actions(action.partition(":")[0].lower())
    )
