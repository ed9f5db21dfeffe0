"""The function reads leaflets."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, function, reads, role

records, leaflets = bucket("records", "phi", "phi"), bucket("leaflets", None, "public")
runs_as = role("answers", "lambda", reads("leaflets"))
answers = function("answers", runs_as)
url = aws.lambda_.FunctionUrl("answers", function_name=answers.name, authorization_type="AWS_IAM")
control = aws.cloudfront.OriginAccessControl(
    "answers", name="answers", origin_access_control_origin_type="lambda", signing_behavior="always", signing_protocol="sigv4"
)
site = aws.cloudfront.Distribution(
    "answers",
    enabled=True,
    origins=[
        {
            "origin_id": "answers",
            "domain_name": url.function_url.apply(lambda one: one.split("/")[2]),
            "origin_access_control_id": control.id,
            "custom_origin_config": {
                "http_port": 80,
                "https_port": 443,
                "origin_protocol_policy": "https-only",
                "origin_ssl_protocols": ["TLSv1.2"],
            },
        }
    ],
    default_cache_behavior={
        "target_origin_id": "answers",
        "viewer_protocol_policy": "https-only",
        "allowed_methods": ["GET", "HEAD"],
        "cached_methods": ["GET", "HEAD"],
        "cache_policy_id": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    },
    restrictions={"geo_restriction": {"restriction_type": "none"}},
    viewer_certificate={"cloudfront_default_certificate": True},
)
aws.lambda_.Permission(
    "answers",
    function=answers.name,
    action="lambda:InvokeFunctionUrl",
    principal="cloudfront.amazonaws.com",
    source_arn=site.arn,
    function_url_auth_type="AWS_IAM",
)
