"""Messages, identities, keys, logs and the rest of what stands around stores, as AWS Native writes them: what is called otherwise there.

Source: AWS CloudFormation User Guide, "Resource and property reference"; Pulumi Registry, the properties of both types.
"""

from collections.abc import Mapping
from typing import Any, Final

from posture.inputs.native.shape import From, Native, Part, as_text, inverted, joined, many, one, pairs
from posture.values import UNKNOWN

_ACTIONS: Final = {
    "cloudwatchAlarms": "cloudwatchAlarm",
    "cloudwatchLogs": "cloudwatchLogs",
    "cloudwatchMetrics": "cloudwatchMetric",
    "dynamodbs": "dynamoDb",
    "dynamodbv2s": "dynamoDbv2",
    "elasticsearch": "openSearch",
    "firehoses": "firehose",
    "https": "http",
    "iotAnalytics": "iotAnalytics",
    "iotEvents": "iotEvents",
    "kafkas": "kafka",
    "kineses": "kinesis",
    "lambdas": "lambda",
    "republishes": "republish",
    "s3": "s3",
    "sns": "sns",
    "sqs": "sqs",
    "stepFunctions": "stepFunctions",
    "timestreams": "timestream",
}
"""Actions of a topic rule: the lists of one provider → what each item of the other's one list is called."""
_FOLLOWED: Final = frozenset({*_ACTIONS.values(), "elasticsearch"})


def _of_kind(kind: str) -> From:
    def convert(actions: Any) -> Any:
        if not isinstance(actions, (list, tuple)):
            return UNKNOWN
        if any(not isinstance(action, Mapping) or not _FOLLOWED.issuperset(action) for action in actions):
            return UNKNOWN  # an action of a kind that is not told apart may be of any
        return [
            action[name] for action in actions for name in (kind, "elasticsearch" if kind == "openSearch" else "") if name in action
        ] or None

    return From("/topicRulePayload.actions", convert, ("topicRulePayload",))


def _of_error(action: Any) -> Any:
    if not isinstance(action, Mapping):
        return UNKNOWN
    return {
        {"dynamoDb": "dynamodb", "dynamoDbv2": "dynamodbv2", "openSearch": "elasticsearch"}.get(name, name): value
        for name, value in action.items()
    }


def _bus_policy(props: Any) -> Any:
    """A statement of a bus's policy, given whole or in pieces."""
    statement = props.get("statement")
    if statement is None:
        who = props.get("principal")
        statement = {
            "Sid": props.get("statementId"),
            "Effect": "Allow",
            "Principal": who if who == "*" else {"AWS": who},
            "Action": props.get("action") or "events:PutEvents",
            "Resource": "*",
        }
        condition = props.get("condition")
        if isinstance(condition, Mapping):
            statement["Condition"] = {str(condition.get("type")): {str(condition.get("key")): condition.get("value")}}
        elif condition is not None:
            statement["Condition"] = UNKNOWN
    return {"Version": "2012-10-17", "Statement": [statement]}


def _brokers(value: Any) -> Any:
    """Addresses of a Kafka cluster outside Amazon MSK."""
    if not isinstance(value, Mapping):
        return UNKNOWN
    return {"KAFKA_BOOTSTRAP_SERVERS": joined(value.get("kafkaBootstrapServers") or [])}


def _storage(props: Any) -> Any:
    """Amazon Connect: where recordings go, as one object."""
    names = ("s3Config", "kinesisFirehoseConfig", "kinesisStreamConfig", "kinesisVideoStreamConfig", "storageType")
    return {name: props[name] for name in names if name in props}


_KAFKA: Final = "brokerNodeGroupInfo.connectivityInfo.vpcConnectivity.clientAuthentication"

SHAPES: Final[Mapping[str, Native]] = {
    "amplify:App": Native(
        {"iamServiceRoleArn": "iamServiceRole", "environmentVariables": From("environmentVariables", pairs("name", "value"))}
    ),
    "amplify:Branch": Native({"environmentVariables": From("environmentVariables", pairs("name", "value"))}),
    "codecommit:Repository": Native({"description": "repositoryDescription"}),
    "cognito:IdentityPool": Native({"tags": "identityPoolTags", "openidConnectProviderArns": "openIdConnectProviderArns"}),
    "cognito:UserPool": Native({"passwordPolicy": "/policies.passwordPolicy", "tags": "userPoolTags", "schemas": "schema"}),
    "connect:InstanceStorageConfig": Native(
        {
            "instanceId": "instanceArn",
            "storageConfig": From(
                "/", _storage, ("s3Config", "kinesisFirehoseConfig", "kinesisStreamConfig", "kinesisVideoStreamConfig", "storageType")
            ),
        }
    ),
    "dlm:LifecyclePolicy": Native(
        {"policyDetails.action": From("actions", one), "policyDetails.schedules.shareRule": From("shareRules", one)},
        unless=("crossRegionCopyTargets", "policyDetails.crossRegionCopyTargets"),
    ),
    "ecr:RegistryPolicy": Native({"policy": "policyText"}),
    "ecr:RepositoryCreationTemplate": Native(
        {"encryptionConfigurations": From("encryptionConfiguration", many), "appliedFors": "appliedFor"}
    ),
    "elasticbeanstalk:Environment": Native({"settings": "optionSettings", "settings.name": "optionName", "application": "applicationName"}),
    "emr:SecurityConfiguration": Native({"configuration": From("securityConfiguration", as_text)}),
    "emrserverless:Application": Native({"monitoringConfiguration.cloudwatchLoggingConfiguration": "cloudWatchLoggingConfiguration"}),
    "events:Archive": Native({"eventSourceArn": "sourceArn"}),
    "events:EventBus": Native(
        parts=(Part("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "policy", "eventBusName", given="policy", owner_is="name"),)
    ),
    "events:EventBusPolicy": Native({"policy": From("/", _bus_policy, ("statement", "principal", "action", "condition"))}),
    "events:Rule": Native(
        parts=(
            Part(
                "aws:cloudwatch/eventTarget:EventTarget",
                "targets",
                "rule",
                {
                    "ecsTarget": "/ecsParameters",
                    "ecsTarget.networkConfiguration": "networkConfiguration.awsVpcConfiguration",
                    "kinesisTarget": "/kinesisParameters",
                    "sqsTarget": "/sqsParameters",
                    "httpTarget": "/httpParameters",
                    "batchTarget": "/batchParameters",
                    "redshiftTarget": "/redshiftDataParameters",
                },
            ),
        )
    ),
    "iot:PolicyPrincipalAttachment": Native({"policy": "policyName", "target": "principal"}),
    "iot:RoleAlias": Native({"alias": "roleAlias"}),
    "iot:TopicRule": Native(
        {
            "sql": "/topicRulePayload.sql",
            "enabled": From("/topicRulePayload.ruleDisabled", inverted, ("topicRulePayload",)),
            "errorAction": From("/topicRulePayload.errorAction", _of_error, ("topicRulePayload",)),
            **{new: _of_kind(old) for new, old in _ACTIONS.items()},
        }
    ),
    "iot:TopicRuleDestination": Native({"vpcConfiguration": "vpcProperties"}, unless=("httpUrlProperties", "influxDbProperties")),
    "kafkaconnect:Connector": Native(
        {"logDelivery.workerLogDelivery.cloudwatchLogs": "cloudWatchLogs", "capacity.autoscaling": "autoScaling"}
    ),
    "kinesis:ResourcePolicy": Native({"policy": "resourcePolicy"}),
    "kms:ReplicaKey": Native({"policy": "keyPolicy", "deletionWindowInDays": "pendingWindowInDays"}),
    "lambda:CodeSigningConfig": Native({"policies": "codeSigningPolicies"}),
    "lambda:EventSourceMapping": Native(
        {
            "destinationConfig.onFailure.destinationArn": "destination",
            "selfManagedEventSource.endpoints": From("endpoints", _brokers),
        }
    ),
    "lambda:LayerVersionPermission": Native({"layerName": "layerVersionArn"}),
    "lambda:Permission": Native({"function": "functionName"}),
    "logs:DeliveryDestination": Native({"deliveryDestinationConfiguration.destinationResourceArn": "/destinationResourceArn"}),
    "logs:LogAnomalyDetector": Native({"logGroupArnLists": "logGroupArnList"}),
    "msk:Cluster": Native(
        {
            "encryptionInfo.encryptionAtRestKmsKeyArn": "encryptionAtRest.dataVolumeKmsKeyId",
            "clientAuthentication.sasl.iam": "iam.enabled",
            "clientAuthentication.sasl.scram": "scram.enabled",
            "clientAuthentication.tls.certificateAuthorityArns": "certificateAuthorityArnList",
            "clientAuthentication.unauthenticated": "unauthenticated.enabled",
            "loggingInfo.brokerLogs.cloudwatchLogs": "cloudWatchLogs",
            f"{_KAFKA}.sasl.iam": "iam.enabled",
            f"{_KAFKA}.sasl.scram": "scram.enabled",
            f"{_KAFKA}.tls": "tls.enabled",
        }
    ),
    "msk:Replicator": Native(
        {
            "kafkaClusters.vpcConfig.securityGroupsIds": "securityGroupIds",
            "replicationInfoList": From("replicationInfoList", one),
            "logDelivery.replicatorLogDelivery.cloudwatchLogs": "cloudWatchLogs",
        }
    ),
    "msk:ServerlessCluster": Native({"vpcConfigs.securityGroupIds": "securityGroups"}),
    "pipes:Pipe": Native(
        {
            "sourceParameters.dynamodbStreamParameters": "dynamoDbStreamParameters",
            "targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration": "awsvpcConfiguration",
        }
    ),
    "scheduler:Schedule": Native(
        {
            "target.ecsParameters.networkConfiguration": "networkConfiguration.awsvpcConfiguration",
        }
    ),
    "iam:GroupPolicy": Native({"group": "groupName", "policy": "policyDocument"}),
    "iam:UserPolicy": Native({"user": "userName", "policy": "policyDocument"}),
    "secretsmanager:ResourcePolicy": Native({"policy": "resourcePolicy", "secretArn": "secretId"}),
    "sns:TopicPolicy": Native({"policy": "policyDocument", "arn": "topics"}),
    "sns:TopicInlinePolicy": Native({"policy": "policyDocument", "arn": "topicArn"}),
    "sqs:QueueInlinePolicy": Native({"policy": "policyDocument", "queueUrl": "queue"}),
    "ssm:Association": Native(
        {
            "outputLocation.s3BucketName": "s3Location.outputS3BucketName",
            "outputLocation.s3KeyPrefix": "s3Location.outputS3KeyPrefix",
            "outputLocation.s3Region": "s3Location.outputS3Region",
        }
    ),
    "ssm:MaintenanceWindowTask": Native(
        {
            "taskInvocationParameters.runCommandParameters": "maintenanceWindowRunCommandParameters",
            "taskInvocationParameters.lambdaParameters": "maintenanceWindowLambdaParameters",
            "taskInvocationParameters.automationParameters": "maintenanceWindowAutomationParameters",
            "taskInvocationParameters.stepFunctionsParameters": "maintenanceWindowStepFunctionsParameters",
        },
        unless=("loggingInfo",),
    ),
    "ssm:ResourceDataSync": Native(
        {
            "name": "syncName",
            "s3Destination.bucketName": "/bucketName",
            "s3Destination.prefix": "bucketPrefix",
            "s3Destination.region": "bucketRegion",
        }
    ),
    "synthetics:Canary": Native({"s3Bucket": "/code.s3Bucket", "handler": "/code.handler"}, unless=("replicas",)),
}
