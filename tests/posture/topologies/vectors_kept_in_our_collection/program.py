"""They stay in a collection of the account."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import both, bucket, reads, role, statement

bucket("records", "phi", "phi")
bucket("leaflets", "inference", "public")
reader = role(
    "reader",
    "bedrock",
    reads("leaflets"),
    statement("bedrock:InvokeModel", "arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-embed-text-v2:0"),
)
base = aws.bedrock.AgentKnowledgeBase(
    "base",
    name="base",
    role_arn=reader.arn,
    knowledge_base_configuration={
        "type": "VECTOR",
        "vector_knowledge_base_configuration": {
            "embedding_model_arn": "arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-embed-text-v2:0"
        },
    },
    storage_configuration={
        "type": "OPENSEARCH_SERVERLESS",
        "opensearch_serverless_configuration": {
            "collection_arn": "arn:aws:aoss:eu-west-1:111122223333:collection/142bezjddq707i5stcrf",
            "vector_index_name": "v",
            "field_mapping": {"vector_field": "v", "text_field": "t", "metadata_field": "m"},
        },
    },
    tags={"ai-zone": "inference"},
)

aws.bedrock.AgentDataSource(
    "base",
    name="base",
    knowledge_base_id=base.id,
    data_source_configuration={"type": "S3", "s3_configuration": {"bucket_arn": both("leaflets")[0]}},
)
