"""A vendor's service account may decrypt with the key of the records."""

from pulumi_gcp import kms

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
api = shared.enable("cloudkms", ward)
ring = kms.KeyRing("ring", name="records", project=ward.project.project_id, location=shared.REGION, opts=api)
key = kms.CryptoKey("key", name="records", key_ring=ring.id, labels={"ai-zone": "phi"})
kms.CryptoKeyIAMMember(
    "uses",
    crypto_key_id=key.id,
    role="roles/cloudkms.cryptoKeyDecrypter",
    member=f"serviceAccount:reader@{shared.VENDOR}.iam.gserviceaccount.com",
)
