"""Mail that comes in: what one action of a rule keeps, the others get too.

Source: Amazon SES Developer Guide, "Email receiving concepts", "Receipt rule action options".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.also_sent import line
from posture.readers.aws.looking import spread
from posture.readers.aws.managed_work import read_line
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.view import ResourceView

inert(
    "A set of rules, which are read by themselves, and which of the sets is in force (Amazon SES Developer Guide, 'Creating receipt rule sets')",
    "aws:ses/receiptRuleSet:ReceiptRuleSet",
    "aws:ses/activeReceiptRuleSet:ActiveReceiptRuleSet",
)

_MAILED: Final = (
    ("lambdaActions", "functionArn"),
    ("snsActions", "topicArn"),
    ("s3Actions", "topicArn"),
    ("stopActions", "topicArn"),
)
_RULE: Final = "aws:ses/receiptRule:ReceiptRule"
_MAIL: Final = line(told=" ".join(f"{block}.{prop}" for block, prop in _MAILED), works=False)


@reads(_RULE)
def mail_received(resource: ResourceView, graph: GraphBuilder) -> None:
    """Each mail goes to every action of the rule: what one bucket keeps, the functions and topics beside it get too.

    A rule has no tags: a bucket among its actions says what the mails are.
    Source: Amazon SES Developer Guide, "Receipt rule action options".
    """
    urn = resource.resource.urn
    if resource.flag("enabled") is False:
        return
    read_line(line(into="s3Actions.bucketName"), resource, graph)
    read_line(_MAIL, resource, graph)
    for place in spread(resource, "s3Actions.bucketName"):
        kept = resource.refers_to(place, BUCKET)
        for found in kept.targets:
            because = Because(urn, place, "mails are kept here, and handed to the rule's other actions")
            graph.edge(Reference.to(found), Reference.to(urn), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=kept.certain)
    if resource.value("workmailActions") is not None:
        unclear(graph, urn, "mailboxes of WorkMail are not read (workmailActions)")
