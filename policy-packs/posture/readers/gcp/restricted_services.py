"""Services of Google's that take or give data, and that a perimeter can restrict: whoever reaches one that is not restricted may hand data to
any project through it.

Source: Google Cloud documentation, "Supported products and limitations" (VPC Service Controls), of which this is the part that holds records.
"""

from typing import Final

DATA_SERVICES: Final = frozenset(
    f"{name}.googleapis.com"
    for name in [
        "storage",
        "bigquery",
        "pubsub",
        "sqladmin",
        "spanner",
        "bigtable",
        "firestore",
        "datastore",
        "logging",
        "secretmanager",
        "cloudkms",
        "artifactregistry",
        "aiplatform",
        "healthcare",
        "cloudfunctions",
        "run",
        "dataflow",
        "dataproc",
        "alloydb",
    ]
)
"""Without any of these in its list, a perimeter lets data out."""
RESTRICTED_SERVICES: Final = "RESTRICTED-SERVICES"


def covered(services: frozenset[str]) -> frozenset[str]:
    """What a list restricts in truth: Firestore's API takes that of Datastore along ("Supported products and limitations", Firestore)."""
    return services | {"datastore.googleapis.com"} if "firestore.googleapis.com" in services else services
