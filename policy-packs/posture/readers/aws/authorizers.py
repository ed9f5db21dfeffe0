"""Functions that say who may ask an API, and see each request for it.

Source: Amazon API Gateway Developer Guide, "Use API Gateway Lambda authorizers".
"""

import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import by_arn
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.handing_on import account_in
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.values import is_unknown
from posture.view import ResourceView

_INVOKED: Final = re.compile(r"functions/(?P<arn>arn:[^/]+)(?:/|$)")
_AUTHORIZERS: Final = {
    "aws:apigateway/authorizer:Authorizer": ("restApi", ("aws:apigateway/restApi:RestApi",)),
    "aws:apigatewayv2/authorizer:Authorizer": ("apiId", ("aws:apigatewayv2/api:Api",)),
}


@reads(*_AUTHORIZERS)
def authorizer(resource: ResourceView, graph: GraphBuilder) -> None:
    """A function that is told of each request: a token, or headers, path and query. One of our own answers yes or no, and passes nothing on.

    Source: Amazon API Gateway Developer Guide, "Input to an API Gateway Lambda authorizer".
    """
    urn, prop = resource.resource.urn, "authorizerUri"
    uri = resource.text(prop)
    if uri is None or is_unknown(uri):
        if uri is not None and not resource.refers_to(prop, FUNCTION).targets:
            unclear(graph, urn, f"the function that is told of each request is not known ({prop})")
        return
    found = _INVOKED.search(str(uri))
    account = account_in(found["arn"]) if found is not None else None
    if found is None or account is None:
        unclear(graph, urn, f"the function that is told of each request can't be read ({prop})")
    elif account not in graph.own_accounts and not by_arn(graph, resource, found["arn"], FUNCTION, prop).targets:
        name, kinds = _AUTHORIZERS[resource.resource.type]
        api = resource.refers_to(name, kinds)
        because = Because(urn, prop, found["arn"])
        graph.edge(api, graph.aws_account(account), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=api.certain)
