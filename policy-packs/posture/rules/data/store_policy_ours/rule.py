"""Resource policies of what belongs to a zone let in nobody who is not ours, and no service for somebody else; and they name what may be done."""

from collections.abc import Iterator
from typing import Final

from posture.iam import Statement, UnknownPolicy, openings_to_principals
from posture.iam.document import Principals
from posture.proofs.verdict import Verdict
from posture.readers.aws.ours import ours
from posture.rules.aws_buckets import GENERAL_BUCKET, POLICY
from posture.rules.aws_kms import allows, patterns
from posture.rules.aws_policies import bucket_arns, policies
from posture.rules.aws_scope import guarded
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Part

_PARTS: Final = {
    **dict.fromkeys(GENERAL_BUCKET, POLICY),
    "aws:sqs/queue:Queue": Part(("policy",), ("aws:sqs/queuePolicy:QueuePolicy",), "queueUrl"),
    "aws:sns/topic:Topic": Part(("policy",), ("aws:sns/topicPolicy:TopicPolicy",), "arn"),
    "aws:secretsmanager/secret:Secret": Part(("policy",), ("aws:secretsmanager/secretPolicy:SecretPolicy",), "secretArn"),
    "aws:ecr/repository:Repository": Part((), ("aws:ecr/repositoryPolicy:RepositoryPolicy",), "repository"),
    "aws:dynamodb/table:Table": Part((), ("aws:dynamodb/resourcePolicy:ResourcePolicy",), "resourceArn"),
    "aws:kinesis/stream:Stream": Part((), ("aws:kinesis/resourcePolicy:ResourcePolicy",), "resourceArn"),
    "aws:efs/fileSystem:FileSystem": Part((), ("aws:efs/fileSystemPolicy:FileSystemPolicy",), "fileSystemId"),
    "aws:backup/vault:Vault": Part((), ("aws:backup/vaultPolicy:VaultPolicy",), "backupVaultName"),
}


@rule(*_PARTS)
def check(look: Look) -> Iterator[Fault]:
    """Openings as the theorems see them, for reading and writing alike; then actions that name everything."""
    if not guarded(look):
        return
    for spot, policy in policies(look, _PARTS[look.resource.type])[0]:
        urn = "" if spot.look is look else spot.look.urn
        if isinstance(policy, UnknownPolicy):
            yield Fault("may let in strangers: its policy is not known yet", spot.root, Verdict.UNPROVEN, urn)
            continue
        for opening in openings_to_principals(policy, ours(look.scene.builder), _arn(look)):
            yield Fault(f"lets in strangers: {opening.reason}", spot.root, Verdict.VIOLATED if opening.certain else Verdict.UNPROVEN, urn)
        for statement in allows(policy):
            if not delegates(statement) and any(one == "*" or one.endswith(":*") for one in patterns(statement)):
                yield Fault(f"lets somebody do everything: {statement.label}", spot.root, urn=urn)


def delegates(statement: Statement) -> bool:
    """Whether it only hands the decision to the identity policies of accounts: it names their roots and nobody else."""
    principals = statement.principals
    return (
        isinstance(principals, Principals)
        and not principals.negated
        and all(str(one.value).endswith(":root") for one in principals.entries)
    )


def _arn(look: Look) -> object:
    arn = look.value("arn")
    return bucket_arns(look)[0] if "s3" in look.resource.type and isinstance(look.value("bucket"), str) else arn
