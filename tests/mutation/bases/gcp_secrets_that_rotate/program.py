"""Credentials of laboratory systems in Secret Manager, in a loop: for each a secret, a reader, a schedule.

Modelled on Secret Manager, "Enable Customer-Managed Encryption Keys (CMEK)", "Create rotation schedules in Secret Manager", "Set up notifications".
"""

import pulumi
from pulumi_gcp import pubsub, secretmanager

from tests.mutation.bases import gcp_grounds as grounds

vault = grounds.ground("vault", "phi", cidr="10.150.0.0/24", region="europe-west3", apis=("pubsub", "secretmanager"))
grounds.perimeters(vault)
REGION = vault.region

# When a secret is due the service says so, and a program of the zone rotates it.
due = pubsub.Topic(
    "due",
    name="secrets-due",
    project=vault.project_id,
    kms_key_name=vault.key("pubsub").id,
    message_storage_policy={"allowed_persistence_regions": [REGION], "enforce_in_transit": True},
    labels=vault.labels("internal"),
    opts=vault.keyed("pubsub"),
)
vault.key("secretmanager")
tells = pubsub.TopicIAMMember(
    "due",
    project=vault.project_id,
    topic=due.name,
    role="roles/pubsub.publisher",
    member=pulumi.Output.concat("serviceAccount:", vault.agent("secretmanager")),
    opts=vault.keyed("secretmanager"),
)
rotates = vault.account("rotates-secrets")
secrets = {"laboratory": "reads-laboratory", "radiology": "reads-radiology", "pharmacy": "reads-pharmacy"}
for number, (name, account) in enumerate(secrets.items()):
    secret = secretmanager.Secret(
        name,
        secret_id=f"{name}-api-key",
        project=vault.project_id,
        replication={
            "user_managed": {
                "replicas": [{"location": REGION, "customer_managed_encryption": {"kms_key_name": vault.key("secretmanager").id}}]
            }
        },
        rotation={"rotation_period": "7776000s", "next_rotation_time": f"2027-0{number + 1}-01T03:00:00Z"},
        topics=[{"name": due.id}],
        version_destroy_ttl="2592000s",
        deletion_protection=True,
        labels=vault.labels(),
        opts=pulumi.ResourceOptions.merge(vault.keyed("secretmanager", protect=True), grounds.after(tells)),
    )
    reader = vault.account(account)
    secretmanager.SecretIamBinding(
        f"{name}-readers",
        project=vault.project_id,
        secret_id=secret.secret_id,
        role="roles/secretmanager.secretAccessor",
        members=[reader.member],
    )
    secretmanager.SecretIamMember(
        f"{name}-rotation",
        project=vault.project_id,
        secret_id=secret.secret_id,
        role="roles/secretmanager.secretVersionManager",
        member=rotates.member,
    )
asked = pubsub.Subscription(
    "due", name="secrets-due", project=vault.project_id, topic=due.id, expiration_policy={"ttl": ""}, message_retention_duration="604800s"
)
pubsub.SubscriptionIAMMember(
    "due", project=vault.project_id, subscription=asked.name, role="roles/pubsub.subscriber", member=rotates.member
)
