"""Batches by the clock and by hand, and the queue that they take work from.

Modelled on Kubernetes documentation, "Running Automated Tasks with a CronJob", "Coarse Parallel Processing Using a Work Queue".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

zone = house.space(house.cluster("phi"), "batches", "phi", spelled=True)
zone.deployment("queue", port=5671, replicas=1)
zone.service("queue", 5671)
for name, kind in (("nightly", "cron"), ("backfill", "once")):
    zone.account(name)
    zone.flow(name, "queue", 5671)
    template = house.pod(name, spelled=True, restart_policy="Never")
    if kind == "cron":
        k8s.batch.v1.CronJob(
            name,
            metadata=zone.meta(name),
            spec={"schedule": "0 2 * * *", "concurrency_policy": "Forbid", "job_template": {"spec": {"template": template}}},
            opts=zone.opts,
        )
    else:
        k8s.batch.v1.Job(
            name,
            metadata=zone.meta(name),
            spec={"completions": 8, "parallelism": 2, "backoff_limit": 2, "template": template},
            opts=zone.opts,
        )
