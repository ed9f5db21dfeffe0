"""Guidelines without patients in a knowledge base of Bedrock, beside records that nothing joins to it."""

import json

import pulumi
import pulumi_aws as aws

from tests.posture.topologies import hospital

ZONE = {"ai-zone": "inference"}
DEIDENTIFIED = {**ZONE, "data-class": "deidentified"}
log = hospital.access_log({"ai-zone": "management", "data-class": "internal"})
hospital.Bucket("records", hospital.Key("records", (), ("s3",), hospital.PHI), log, hospital.PHI)
key = hospital.Key("guidelines", ("bedrock.amazonaws.com",), ("s3", "aoss"), ZONE)
guidelines = hospital.Bucket("guidelines", key, log, DEIDENTIFIED)
named = {"ResourceType": "collection", "Resource": ["collection/guidelines"]}
sealed = aws.opensearch.ServerlessSecurityPolicy(
    "sealed", name="guidelines", type="encryption", policy=json.dumps({"Rules": [named], "AWSOwnedKey": True})
)
private = aws.opensearch.ServerlessSecurityPolicy(
    "private",
    name="guidelines",
    type="network",
    policy=json.dumps([{"Rules": [named], "AllowFromPublic": False, "SourceServices": ["bedrock.amazonaws.com"]}]),
)
collection = aws.opensearch.ServerlessCollection(
    "guidelines", name="guidelines", type="VECTORSEARCH", tags=DEIDENTIFIED, opts=pulumi.ResourceOptions(depends_on=[sealed, private])
)
embeds = f"arn:aws:bedrock:{hospital.REGION}::foundation-model/amazon.titan-embed-text-v2:0"
reads = hospital.role(
    "guidelines",
    "bedrock.amazonaws.com",
    hospital.may(["bedrock:InvokeModel"], embeds),
    hospital.may(["s3:GetObject"], hospital.below(guidelines.arn)),
    hospital.may(["aoss:APIAccessAll"], collection.arn),
    tags=ZONE,
)
index = {"ResourceType": "index", "Resource": ["index/guidelines/*"], "Permission": ["aoss:ReadDocument", "aoss:WriteDocument"]}
aws.opensearch.ServerlessAccessPolicy(
    "readers", name="guidelines", type="data", policy=reads.arn.apply(lambda arn: json.dumps([{"Rules": [index], "Principal": [arn]}]))
)
base = aws.bedrock.AgentKnowledgeBase(
    "guidelines",
    name="guidelines",
    role_arn=reads.arn,
    knowledge_base_configuration={"type": "VECTOR", "vector_knowledge_base_configuration": {"embedding_model_arn": embeds}},
    storage_configuration={
        "type": "OPENSEARCH_SERVERLESS",
        "opensearch_serverless_configuration": {
            "collection_arn": collection.arn,
            "vector_index_name": "guidelines",
            "field_mapping": {"vector_field": "vector", "text_field": "text", "metadata_field": "meta"},
        },
    },
    tags=ZONE,
)
aws.bedrock.AgentDataSource(
    "guidelines",
    name="guidelines",
    knowledge_base_id=base.id,
    data_source_configuration={
        "type": "S3",
        "s3_configuration": {"bucket_arn": guidelines.arn, "bucket_owner_account_id": hospital.ACCOUNT},
    },
)
