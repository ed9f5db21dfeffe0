"""One of two origins is the URL of a phi function."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, function, reads, role

records, leaflets = bucket("records", "phi", "phi"), bucket("leaflets", None, "public")
answers = function("answers", role("answers", "lambda", reads("records")), tags={"ai-zone": "phi"})
url = aws.lambda_.FunctionUrl("answers", function_name=answers.name, authorization_type="AWS_IAM", invoke_mode="RESPONSE_STREAM")
control = aws.cloudfront.OriginAccessControl(
    "lambda", name="lambda", origin_access_control_origin_type="lambda", signing_behavior="always", signing_protocol="sigv4"
)
bucket_control = aws.cloudfront.OriginAccessControl(
    "s3", name="s3", origin_access_control_origin_type="s3", signing_behavior="always", signing_protocol="sigv4"
)
host = url.function_url.apply(lambda one: one.removeprefix("https://").rstrip("/"))
site = aws.cloudfront.Distribution(
    "site",
    enabled=True,
    origins=[
        {"origin_id": "pages", "domain_name": leaflets.bucket_regional_domain_name, "origin_access_control_id": bucket_control.id},
        {
            "origin_id": "api",
            "domain_name": host,
            "origin_access_control_id": control.id,
            "custom_origin_config": {
                "http_port": 80,
                "https_port": 443,
                "origin_protocol_policy": "https-only",
                "origin_ssl_protocols": ["TLSv1.2"],
            },
        },
    ],
    default_cache_behavior={
        "target_origin_id": "pages",
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": ["GET", "HEAD"],
        "cached_methods": ["GET", "HEAD"],
        "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    },
    ordered_cache_behaviors=[
        {
            "path_pattern": "/api/*",
            "target_origin_id": "api",
            "viewer_protocol_policy": "https-only",
            "allowed_methods": ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
            "cached_methods": ["GET", "HEAD"],
            "cache_policy_id": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        }
    ],
    restrictions={"geo_restriction": {"restriction_type": "none"}},
    viewer_certificate={"cloudfront_default_certificate": True},
)
for action in ("lambda:InvokeFunctionUrl", "lambda:InvokeFunction"):
    aws.lambda_.Permission(action[7:], function=answers.name, action=action, principal="cloudfront.amazonaws.com", source_arn=site.arn)
