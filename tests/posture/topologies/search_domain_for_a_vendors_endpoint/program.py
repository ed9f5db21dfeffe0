"""A vendor's account may make an endpoint to the search domain."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, VENDOR, document, statement
from tests.posture.topologies.shared import Network

network = Network("phi", "phi", "10.20.0.0/16", {"workload": "10.20.1.0/24"})
inside = aws.ec2.SecurityGroup("notes", vpc_id=network.vpc.id)
notes = aws.opensearch.Domain(
    "notes",
    domain_name="notes",
    engine_version="OpenSearch_2.17",
    cluster_config={"instance_type": "r6g.large.search"},
    ebs_options={"ebs_enabled": True, "volume_size": 10},
    vpc_options={"subnet_ids": [network.subnets["workload"].id], "security_group_ids": [inside.id]},
    encrypt_at_rest={"enabled": True},
    node_to_node_encryption={"enabled": True},
    domain_endpoint_options={"enforce_https": True, "tls_security_policy": "Policy-Min-TLS-1-2-2019-07"},
    access_policies=document(
        statement("es:ESHttp*", f"arn:aws:es:eu-west-1:{ACCOUNT}:domain/notes/*", principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
    ),
    tags={"ai-zone": "phi", "data-class": "phi"},
)
aws.opensearch.AuthorizeVpcEndpointAccess("others", domain_name=notes.domain_name, account=VENDOR)
