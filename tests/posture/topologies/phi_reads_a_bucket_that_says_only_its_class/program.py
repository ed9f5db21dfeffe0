"""A function of phi reads a bucket that says what it holds, and no zone."""

from tests.posture.topologies.pieces import bucket, function, reads, role, s3_endpoint
from tests.posture.topologies.shared import Network

home = Network("home", "phi", "10.40.0.0/16", {"a": "10.40.0.0/24", "b": "10.40.1.0/24"})
bucket("records", None, "phi")
s3_endpoint("s3", home)
function("reader", role("reader", "lambda", reads("records")), home)
