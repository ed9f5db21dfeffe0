"""ARNs of types that no rule describes, in the form that AWS gives them: account, region and service can be told from them.

Source: Service Authorization Reference, "Resource types defined by" each service; AWS General Reference, "Amazon Resource Names (ARNs)".
"""

import re
from typing import Final

from simulator.action import Action
from simulator.schema import TypeSchema
from simulator.values import Properties

_FORMS: Final = {
    "lambda/function:Function": "lambda:{region}:{account}:function:{name}",
    "apigateway/restApi:RestApi": "apigateway:{region}::/restapis/{id}",
    "apigateway/stage:Stage": "apigateway:{region}::/restapis/{restApi}/stages/{stageName}",
    "apigatewayv2/api:Api": "apigateway:{region}::/apis/{id}",
    "appsync/graphQLApi:GraphQLApi": "appsync:{region}:{account}:apis/{id}",
    "athena/workgroup:Workgroup": "athena:{region}:{account}:workgroup/{name}",
    "cloudfront/distribution:Distribution": "cloudfront::{account}:distribution/{id}",
    "codebuild/project:Project": "codebuild:{region}:{account}:project/{name}",
    "cognito/identityPool:IdentityPool": "cognito-identity:{region}:{account}:identitypool/{id}",
    "cloudwatch/logDestination:LogDestination": "logs:{region}:{account}:destination:{name}",
    "glacier/vault:Vault": "glacier:{region}:{account}:vaults/{name}",
    "schemas/registry:Registry": "schemas:{region}:{account}:registry/{name}",
    "ebs/snapshot:Snapshot": "ec2:{region}::snapshot/{id}",
    "ebs/volume:Volume": "ec2:{region}:{account}:volume/{id}",
    "ecr/repository:Repository": "ecr:{region}:{account}:repository/{name}",
    "ecs/cluster:Cluster": "ecs:{region}:{account}:cluster/{name}",
    "ecs/service:Service": "ecs:{region}:{account}:service/{name}",
    "ecs/taskDefinition:TaskDefinition": "ecs:{region}:{account}:task-definition/{family}:1",
    "emrserverless/application:Application": "emr-serverless:{region}:{account}:/applications/{id}",
    "glue/connection:Connection": "glue:{region}:{account}:connection/{name}",
    "glue/crawler:Crawler": "glue:{region}:{account}:crawler/{name}",
    "glue/job:Job": "glue:{region}:{account}:job/{name}",
    "iot/topicRule:TopicRule": "iot:{region}:{account}:rule/{name}",
    "pipes/pipe:Pipe": "pipes:{region}:{account}:pipe/{name}",
    "rds/instance:Instance": "rds:{region}:{account}:db:{identifier}",
    "redshift/cluster:Cluster": "redshift:{region}:{account}:namespace:{id}",
    "redshift/subnetGroup:SubnetGroup": "redshift:{region}:{account}:subnetgroup:{name}",
    "sagemaker/endpoint:Endpoint": "sagemaker:{region}:{account}:endpoint/{name}",
    "sagemaker/endpointConfiguration:EndpointConfiguration": "sagemaker:{region}:{account}:endpoint-config/{name}",
    "sagemaker/model:Model": "sagemaker:{region}:{account}:model/{name}",
    "sagemaker/notebookInstance:NotebookInstance": "sagemaker:{region}:{account}:notebook-instance/{name}",
    "s3/bucketObject:BucketObject": "s3:::{bucket}/{key}",
    "s3/bucketV2:BucketV2": "s3:::{id}",
    "sfn/stateMachine:StateMachine": "states:{region}:{account}:stateMachine:{name}",
}
_SERVICES: Final = {
    "acmpca": "acm-pca",
    "alb": "elasticloadbalancing",
    "amp": "aps",
    "bedrockmodel": "bedrock",
    "cfg": "config",
    "codestarconnections": "codestar-connections",
    "cognito": "cognito-idp",
    "docdb": "rds",
    "ec2transitgateway": "ec2",
    "efs": "elasticfilesystem",
    "emr": "elasticmapreduce",
    "emrcontainers": "emr-containers",
    "emrserverless": "emr-serverless",
    "kinesisanalyticsv2": "kinesisanalytics",
    "lb": "elasticloadbalancing",
    "msk": "kafka",
    "mskconnect": "kafkaconnect",
    "neptune": "rds",
    "neptunegraph": "neptune-graph",
    "networkfirewall": "network-firewall",
    "opensearch": "es",
    "opensearchingest": "osis",
    "redshiftserverless": "redshift-serverless",
    "s3control": "s3",
    "sfn": "states",
    "ssoadmin": "sso",
    "timestreamwrite": "timestream",
    "verifiedaccess": "ec2",
    "vpc": "ec2",
    "vpclattice": "vpc-lattice",
}
"""Modules of the provider that AWS's ARNs call otherwise."""
_IN_CLOUDWATCH: Final = {"log": "logs", "event": "events"}
"""How the types of one module of the provider begin that belong to other services."""
_CALLED: Final = {
    "lambda/function:Function": {
        "invokeArn": "apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
        "qualifiedArn": "lambda:{region}:{account}:function:{name}:$LATEST",
    },
    "apigateway/restApi:RestApi": {"executionArn": "execute-api:{region}:{account}:{id}"},
    "apigatewayv2/api:Api": {"executionArn": "execute-api:{region}:{account}:{id}"},
}
"""Further ARNs that a type shows."""
_PARTNERS: Final = ("Arn", "GroupId", "KeyId", "SourceIdentifier", "SnapshotIdentifier")
_GIVEN_BY_AWS: Final = ("arn", "securityGroupId", "placementGroupId")
_STAND_IN: Final = re.compile(r"sim-(\w+)-[0-9a-f]{8}")
_FIELD: Final = re.compile(r"\{(\w+)\}")


def with_arns(action: Action, outputs: Properties) -> None:
    """Gives names and ARNs their form where they are only stand-ins. What the program gives is another's, and stays as it is given."""
    _, _, type_ = action.type.partition(":")
    if "name" not in action.inputs and _stands_in(outputs.get("name")):
        outputs["name"] = f"{action.name}-{action.hex(7, 'name')}"
    if "arn" not in action.inputs and _stands_in(outputs.get("arn")):
        outputs["arn"] = _filled(_FORMS.get(type_) or _usual(type_, "name" in action.inputs), action, outputs)
    for name, form in _CALLED.get(type_, {}).items():
        if name not in action.inputs and _stands_in(outputs.get(name)):
            outputs[name] = _filled(form, action, outputs)


def _usual(type_: str, named: bool) -> str:
    """Most ARNs end with the kind, and the name or id."""
    module, _, rest = type_.partition("/")
    kind = rest.partition(":")[0]
    service = _SERVICES.get(module.lower(), module.lower())
    if module == "cloudwatch":
        service = next((other for start, other in _IN_CLOUDWATCH.items() if kind.startswith(start)), service)
    return f"{service}:{{region}}:{{account}}:{kind}/{'{name}' if named else '{id}'}"


def without_partners(schema: TypeSchema, inputs: Properties, outputs: Properties) -> None:
    """What an optional input would have named is not there where nobody named it: a cache alone is in no group."""
    for name, value in outputs.items():
        if name in schema.inputs and name not in inputs and name.endswith(_PARTNERS) and name not in _GIVEN_BY_AWS and _stands_in(value):
            outputs[name] = ""


def _stands_in(value: object) -> bool:
    return isinstance(value, str) and _STAND_IN.fullmatch(value) is not None


def _filled(form: str, action: Action, outputs: Properties) -> str:
    known = {**outputs, "account": action.account, "region": action.region}

    def told(field: re.Match[str]) -> str:
        value = known.get(field[1])
        return value if isinstance(value, str) and not _stands_in(value) else str(outputs.get("id"))

    return f"arn:{action.partition}:{_FIELD.sub(told, form)}"
