"""ARNs of managed compute of which nothing else is modelled: clusters of containers, App Runner, Airflow.

Source: Service Authorization Reference, "Resource types" of each service (the form of its ARNs).
"""

from typing import Final

from simulator.rules import Rules

_REGIONAL: Final[dict[str, str]] = {
    "aws:apprunner/service:Service": "apprunner:{region}:{account}:service/{serviceName}/{hex32}",
    "aws:apprunner/vpcConnector:VpcConnector": "apprunner:{region}:{account}:vpcconnector/{vpcConnectorName}/1/{hex32}",
    "aws:ecs/cluster:Cluster": "ecs:{region}:{account}:cluster/{name}",
    "aws:mwaa/environment:Environment": "airflow:{region}:{account}:environment/{name}",
}
"""Type → its ARN behind the partition."""

NAMED: Final = tuple(
    Rules(
        token,
        source="Service Authorization Reference, 'Resource types defined by' the service",
        outputs={"arn": f"arn:{{partition}}:{arn}"},
    )
    for token, arn in _REGIONAL.items()
)
