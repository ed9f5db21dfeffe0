"""Identity-Aware Proxy: settings of what it guards, and grants on it.

Sources: Identity-Aware Proxy API, IapSettings; Identity-Aware Proxy documentation, "IAP reauthentication"; Terraform google provider,
google_iap_settings, google_iap_web_region_backend_service_iam.
"""

import re
from collections.abc import Iterator

from simulator.rules import Action, Allowed, Fault, Pattern, Properties, Rules, unique
from simulator.rules.gcp.common import CLASH, MISSING, inner, last, named, part
from simulator.rules.gcp.kinds import REGION_BACKEND_SERVICE
from simulator.rules.gcp.web_fronts import here

IAP_SETTINGS = "gcp:iap/settings:Settings"
IAP_GRANTS = tuple(f"gcp:iap/webRegionBackendServiceIam{form}:WebRegionBackendServiceIam{form}" for form in ("Binding", "Member", "Policy"))

settings = Rules(
    IAP_SETTINGS,
    source="Identity-Aware Proxy API, IapSettings; Terraform google provider, google_iap_settings",
    checks=(
        Pattern(
            "name",
            r"(?:organizations|folders|projects)/[^/]+(?:/iap_web(?:/[^/]+(?:/services/[^/]+(?:/versions/[^/]+)?)?)?)?",
            source="Identity-Aware Proxy API, IapSettings: name",
            saying="such as projects/<project>/iap_web/compute-<region>/services/<backend service>",
        ),
        Allowed(
            "accessSettings.reauthSettings.method",
            ("LOGIN", "SECURE_KEY", "ENROLLED_SECOND_FACTORS"),
            source="Identity-Aware Proxy API, ReauthSettings.Method",
        ),
        Pattern(
            "accessSettings.reauthSettings.maxAge",
            r"\d+(?:\.\d{1,9})?s",
            source="Identity-Aware Proxy API, ReauthSettings: maxAge",
            saying="seconds, such as 3600s",
        ),
    ),
    # 'If undefined, IAP will not apply any special logic to OPTIONS requests.' No page is made of a refusal unless it is asked for.
    unset={
        "accessSettings.corsSettings": {"allowHttpOptions": False},
        "accessSettings.corsSettings.allowHttpOptions": False,
        "applicationSettings": {"accessDeniedPageSettings": {"generateTroubleshootingUri": False}},
        "applicationSettings.accessDeniedPageSettings": {"generateTroubleshootingUri": False},
        "applicationSettings.accessDeniedPageSettings.generateTroubleshootingUri": False,
    },
    immutable={"name"},
    unique=(unique("name", scope="global", code=CLASH),),
)


@settings.check(source="Identity-Aware Proxy documentation, 'IAP reauthentication': max age of 5 minutes or more")
def asks_not_too_often(inputs: Properties) -> Iterator[Fault]:
    """Five minutes at least."""
    age = inner(inner(inputs.get("accessSettings")).get("reauthSettings")).get("maxAge")
    if isinstance(age, str) and re.fullmatch(r"\d+s", age) and int(age[:-1]) < 300:
        yield "accessSettings.reauthSettings.maxAge", f"{age} is not allowed: 300s or more"


def _asked(action: Action, region: str, name: str) -> None:
    found = named(action, f"projects/{action.account}/regions/{region}/backendServices/{name}", REGION_BACKEND_SERVICE)
    if found is None and any(part(one.id, "projects") == action.account for one in action.find_anywhere(REGION_BACKEND_SERVICE)):
        action.refuse(MISSING, f"The backend service '{name}' of {region} was not found")


@settings.before("create")
def what_is_set_stands(action: Action) -> None:
    """Settings of a backend service need the service."""
    found = re.search(r"/iap_web/compute-([a-z0-9-]+)/services/([^/]+)$", str(action.inputs.get("name")))
    if found:
        _asked(action, found[1], last(found[2]))


for _token in IAP_GRANTS:
    _grant = Rules(
        _token,
        source="Identity-Aware Proxy API, setIamPolicy; Terraform google provider, google_iap_web_region_backend_service_iam",
        immutable={"webRegionBackendService", "region", "role", "condition"}
        - ({"role", "condition"} if _token.endswith("Policy") else set()),
    )

    @_grant.before("create")
    def what_is_granted_stands(action: Action) -> None:
        """A grant on a backend service needs the service."""
        _asked(action, str(action.inputs.get("region") or here(action)), last(str(action.inputs.get("webRegionBackendService"))))
