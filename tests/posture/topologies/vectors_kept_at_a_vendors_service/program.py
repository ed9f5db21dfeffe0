"""Vectors and texts go to a service of the internet."""

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
        "type": "PINECONE",
        "pinecone_configuration": {
            "connection_string": "https://clinic-1a2b3c.svc.eu-west1.pinecone.io",
            "credentials_secret_arn": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:pinecone-a1b2c3",
            "field_mapping": {"text_field": "t", "metadata_field": "m"},
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
