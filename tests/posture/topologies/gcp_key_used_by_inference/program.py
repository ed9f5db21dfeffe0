"""The account of the model may decrypt with a key of the PHI project, and reads nothing there."""

from pulumi_gcp import kms, serviceaccount

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
llm = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
robot = serviceaccount.Account("model-robot", account_id="model-robot", project=llm.project.project_id, opts=llm.opts)
llm.machine("gpu", service_account={"email": robot.email, "scopes": ["cloud-platform"]})
api = shared.enable("cloudkms", ward)
ring = kms.KeyRing("ring", name="records", project=ward.project.project_id, location=shared.REGION, opts=api)
key = kms.CryptoKey("key", name="records", key_ring=ring.id, labels={"ai-zone": "phi"})
kms.CryptoKeyIAMMember("uses", crypto_key_id=key.id, role="roles/cloudkms.cryptoKeyDecrypter", member=robot.member)
