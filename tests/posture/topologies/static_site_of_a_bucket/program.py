"""A site of files: a bucket that everybody reads, a distribution before it with a certificate from Virginia, its logs in a second bucket."""

import json

import pulumi
import pulumi_aws as aws

DOMAIN = "www.clinic.example"
content = aws.s3.Bucket("content", bucket=DOMAIN)
website = aws.s3.BucketWebsiteConfiguration(
    "content", bucket=content.id, index_document={"suffix": "index.html"}, error_document={"key": "404.html"}
)
open_ = aws.s3.BucketPublicAccessBlock(
    "content",
    bucket=content.id,
    block_public_acls=False,
    block_public_policy=False,
    ignore_public_acls=False,
    restrict_public_buckets=False,
)
aws.s3.BucketPolicy(
    "content",
    bucket=content.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{DOMAIN}/*"}],
        }
    ),
    opts=pulumi.ResourceOptions(depends_on=[open_]),
)
aws.s3.BucketObject("index.html", bucket=content.id, key="index.html", content="<h1>Clinic</h1>", content_type="text/html")
logs = aws.s3.Bucket("requests", bucket=f"{DOMAIN}-logs")
aws.s3.BucketOwnershipControls("requests", bucket=logs.id, rule={"object_ownership": "ObjectWriter"})
east = aws.Provider("east", region="us-east-1")
virginia = pulumi.ResourceOptions(provider=east)
certificate = aws.acm.Certificate("site", domain_name=DOMAIN, validation_method="DNS", opts=virginia)
zone = aws.route53.Zone("clinic.example", name="clinic.example")
proof = aws.route53.Record(
    "validation",
    name=f"_a79865eb4cd1a6ab990a45779b4e0b96.{DOMAIN}",
    type="CNAME",
    records=["_x.acm-validations.aws"],
    zone_id=zone.zone_id,
    ttl=600,
)
valid = aws.acm.CertificateValidation("site", certificate_arn=certificate.arn, validation_record_fqdns=[proof.fqdn], opts=virginia)
cdn = aws.cloudfront.Distribution(
    "site",
    enabled=True,
    aliases=[DOMAIN],
    origins=[
        {
            "origin_id": content.arn,
            "domain_name": website.website_endpoint,
            "custom_origin_config": {
                "origin_protocol_policy": "http-only",
                "http_port": 80,
                "https_port": 443,
                "origin_ssl_protocols": ["TLSv1.2"],
            },
        }
    ],
    default_root_object="index.html",
    default_cache_behavior={
        "target_origin_id": content.arn,
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": ["GET", "HEAD"],
        "cached_methods": ["GET", "HEAD"],
        "forwarded_values": {"cookies": {"forward": "none"}, "query_string": False},
    },
    restrictions={"geo_restriction": {"restriction_type": "none"}},
    viewer_certificate={"acm_certificate_arn": valid.certificate_arn, "ssl_support_method": "sni-only"},
    logging_config={"bucket": logs.bucket_domain_name, "include_cookies": False, "prefix": f"{DOMAIN}/"},
)
aws.route53.Record(
    "site",
    name=DOMAIN,
    zone_id=zone.zone_id,
    type="A",
    aliases=[{"name": cdn.domain_name, "zone_id": cdn.hosted_zone_id, "evaluate_target_health": True}],
)
