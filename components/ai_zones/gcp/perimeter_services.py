"""Which of Google's services a perimeter restricts: every one that VPC Service Controls knows and that can take or give data.

Source: VPC Service Controls documentation, "Supported products and limitations". `firestore` restricts `datastore` too, which is not listed there
by itself. A service that Google adds is missing here until it is added: then the network's perimeter still keeps it from programs, because
the services that a network may call at all are these and no others ("VPC accessible services").
"""

from typing import Final

from ai_zones.plan.names import Service, ZoneName

RESTRICTED: Final = tuple(
    f"{name}.googleapis.com"
    for name in (
        *("accessapproval", "adsdatahub", "aiplatform", "alloydb", "analyticshub", "apigee", "apigeeconnect", "artifactregistry"),
        *("assuredworkloads", "backupdr", "batch", "beyondcorp", "bigquery", "bigquerydatapolicy", "bigquerydatatransfer"),
        *("bigquerymigration", "bigtable", "binaryauthorization", "certificatemanager", "cloudaicompanion", "cloudasset", "cloudbuild"),
        *("clouddeploy", "clouderrorreporting", "cloudfunctions", "cloudkms", "cloudprofiler", "cloudresourcemanager"),
        *("cloudscheduler", "cloudsearch", "cloudsupport", "cloudtasks", "cloudtrace", "composer", "compute", "confidentialcomputing"),
        *("connectgateway", "connectors", "contactcenterinsights", "container", "containeranalysis", "containerfilesystem"),
        *("containerregistry", "containerthreatdetection", "contentwarehouse", "datacatalog", "dataflow", "dataform", "datafusion"),
        *("datalineage", "datamigration", "datapipelines", "dataplex", "dataproc", "datastream", "developerconnect", "dialogflow"),
        *("discoveryengine", "dlp", "dns", "documentai", "domains", "essentialcontacts", "eventarc", "file", "financialservices"),
        *("firebaseappcheck", "firebaserules", "firestore", "gkebackup", "gkeconnect", "gkehub", "healthcare"),
        *("iam", "iamcredentials", "iap", "iaptunnel", "identitytoolkit", "ids", "integrations", "kmsinventory", "krmapihosting"),
        *("language", "livestream", "logging", "looker", "managedidentities", "memcache", "memorystore", "meshconfig", "metastore"),
        *("migrationcenter", "modelarmor", "monitoring", "netapp", "networkconnectivity", "networkmanagement"),
        *("networksecurity", "networkservices", "notebooks", "ondemandscanning", "orgpolicy", "osconfig", "oslogin", "parallelstore"),
        *("parametermanager", "policysimulator", "policytroubleshooter", "privateca", "privilegedaccessmanager", "publicca", "pubsub"),
        *("pubsublite", "recaptchaenterprise", "recommender", "redis", "retail", "run", "secretmanager", "securesourcemanager"),
        *("securetoken", "servicecontrol", "servicedirectory", "servicehealth", "serviceusage", "spanner", "speech", "sqladmin"),
        *("ssh-serialport", "storage", "storagebatchoperations", "storageinsights", "storagetransfer", "sts", "texttospeech"),
        *("timeseriesinsights", "tpu", "trafficdirector", "transcoder", "translate", "videointelligence", "videostitcher", "vision"),
        *("visionai", "visualinspection", "vmmigration", "vmwareengine", "vpcaccess", "webrisk", "websecurityscanner", "workflows"),
        "workstations",
    )
)
RESTRICTED_ONLY: Final = "RESTRICTED-SERVICES"
"""All that a perimeter restricts, as a network may call it."""

_FLOWS: Final[dict[tuple[str, str], dict[str, tuple[str, ...]]]] = {
    (ZoneName.DEIDENTIFICATION, Service.DATASETS): {
        "storage.googleapis.com": ("google.storage.buckets.get", "google.storage.objects.get", "google.storage.objects.list")
    },
    (ZoneName.MANAGEMENT, Service.REGISTRY_READ): {"artifactregistry.googleapis.com": ("*",)},
    (ZoneName.MANAGEMENT, Service.REGISTRY_WRITE): {"artifactregistry.googleapis.com": ("*",)},
    (ZoneName.MANAGEMENT, Service.TELEMETRY): {
        "logging.googleapis.com": ("LoggingServiceV2.WriteLogEntries",),
        "monitoring.googleapis.com": ("MetricService.CreateTimeSeries",),
    },
}
"""Flows of the ceiling whose service is Google's own API of another zone's project ("Supported service method restrictions")."""


def crossing(target_zone: str, service: str) -> dict[str, tuple[str, ...]]:
    """API → methods by which a flow crosses the perimeters of its two zones: egress of the source's, ingress of the target's.

    Empty for a flow to a service of our own: its packets go by Private Service Connect, which perimeters do not see.
    """
    return dict(_FLOWS.get((target_zone, service), {}))
