"""Records, redaction and models, each zone in a group and network of its own; redaction reads the database by an endpoint.

Modelled on Cloud Adoption Framework, "Design area: Network topology and connectivity", and "Private Link and DNS integration at scale".
"""

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

blocks = {"phi": "10.56.0.0/16", "deidentification": "10.57.0.0/16", "inference": "10.58.0.0/16"}
names = {"phi": "zonea", "deidentification": "zoneb", "inference": "zonec"}
zones: dict[str, house.Ground] = {}
for zone, block in blocks.items():
    open_within = {label: house.to_own(block, "443", "5432") for label in ("workload", "endpoint")}
    zones[zone] = house.ground(names[zone], zone, block, rules=open_within, beside=zones.get("phi"))
server = parts.postgres("psql-zonea", zones["phi"])
zones["phi"].endpoint("pe-psql-zonea", server, "postgresqlServer")
zones["deidentification"].endpoint("pe-psql-zoneb", server, "postgresqlServer")
for zone, at in zones.items():
    parts.machine(f"vm-{names[zone]}", at, parts.disk_keys(f"des-{names[zone]}", at))
    at.endpoint(f"pe-kv-{names[zone]}", at.key.vault, "vault")
account = parts.ai_account("oai-zonec-clinic", zones["inference"], "OpenAI")
parts.model("chat", zones["inference"], account)
zones["inference"].endpoint("pe-oai-zonec", account, "account")
