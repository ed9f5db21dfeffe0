"""A managed knowledge base reads the records, and its model sees them as they are."""

import json

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
role = aws.iam.Role(
    "knowledge",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "bedrock.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.iam.RolePolicy(
    "knowledge",
    role=role.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:ListBucket"],
                    "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
                },
                {
                    "Effect": "Allow",
                    "Action": "bedrock:InvokeModel",
                    "Resource": "arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-embed-text-v2:0",
                },
            ],
        }
    ),
)
base = aws.bedrock.AgentKnowledgeBase(
    "knowledge",
    name="knowledge",
    role_arn=role.arn,
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
            "vector_index_name": "records",
            "field_mapping": {"vector_field": "v", "text_field": "t", "metadata_field": "m"},
        },
    },
    tags={"ai-zone": "inference"},
)
aws.bedrock.AgentDataSource(
    "knowledge",
    name="records",
    knowledge_base_id=base.id,
    data_source_configuration={"type": "S3", "s3_configuration": {"bucket_arn": records.arn}},
)
