"""Azure: copies of what stores hold are made abroad or for somebody else; doors of stores are opened to strangers."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from tests.mutation.edits import put
from tests.mutation.forms import FOREIGN_SUBSCRIPTION, FOREIGN_TENANT
from tests.mutation.mutant import Mutant
from tests.mutation.operators.adding import Site, adding, append
from tests.mutation.operators.azure_places import ABROAD, STRANGER, azure, beside
from tests.mutation.operators.azure_sharing import ACCOUNT, BLOBS, COSMOS, SERVER, SQL, WORKSPACE, N, ungrouped
from tests.mutation.program import Program, Ref, Row


def _event_hook(site: Site) -> None:
    inputs = {"scope": site.out(), "destination": {"endpointType": "WebHook", "endpointUrl": "https://vendor.example.com/hook"}}
    beside(site, f"{N}eventgrid:EventSubscription", "hook", inputs, ungrouped(site))


def add_copies(program: Program, row: Row) -> Iterator[Mutant]:
    """Replicas, copies, exports and snapshots, abroad or for somebody else."""
    for type_, found in _COPIES.items():
        if azure(row, type_):
            for operator, build in found.items():
                yield adding(operator, row, build)


def _replicate(site: Site) -> None:
    source = site.row.id
    inputs = {
        "accountName": site.output(site.row.urn, "name"),
        "objectReplicationPolicyId": "default",
        "sourceAccount": source,
        "destinationAccount": f"{STRANGER}/Microsoft.Storage/storageAccounts/vendorcopies",
        "rules": [{"sourceContainer": "records", "destinationContainer": "records"}],
    }
    beside(site, f"{N}storage:ObjectReplicationPolicy", "copies", inputs)


def _local_user(site: Site) -> None:
    put(site.program, site.row.urn, ("isLocalUserEnabled",), True)
    inputs = {
        "accountName": site.output(site.row.urn, "name"),
        "username": "vendor",
        "hasSshPassword": True,
        "permissionScopes": [{"permissions": "rl", "service": "blob", "resourceName": "records"}],
    }
    beside(site, f"{N}storage:LocalUser", "user", inputs)


def _inventory(site: Site) -> None:
    rule = {
        "name": "all",
        "enabled": True,
        "destination": "records",
        "definition": {
            "format": "Csv",
            "schedule": "Daily",
            "objectType": "Blob",
            "schemaFields": ["Name"],
            "filters": {"blobTypes": ["blockBlob"]},
        },
    }
    inputs = {
        "accountName": site.output(site.row.urn, "name"),
        "blobInventoryPolicyName": "default",
        "policy": {"enabled": True, "type": "Inventory", "rules": [rule]},
    }
    beside(site, f"{N}storage:BlobInventoryPolicy", "inventory", inputs)


def _anonymous(site: Site) -> None:
    for where, value in (
        (("allowBlobPublicAccess",), True),
        (("publicNetworkAccess",), "Enabled"),
        (("networkRuleSet",), {"defaultAction": "Allow"}),
    ):
        put(site.program, site.row.urn, where, value)
    inputs = {"accountName": site.output(site.row.urn, "name"), "containerName": "mutant-open", "publicAccess": "Container"}
    beside(site, BLOBS, "open", inputs)


def _let_in(where: tuple[str, ...], rule: dict[str, Any], public: tuple[str, ...] = ("publicNetworkAccess",)) -> Callable[[Site], None]:
    """Public access for selected addresses: a stranger's."""

    def build(site: Site) -> None:
        put(site.program, site.row.urn, public, "Enabled")
        append(site.program, site.row.urn, where, rule)

    return build


def _child(type_: str, parent: str, label: str, inputs: dict[str, Any]) -> Callable[[Site], None]:
    def build(site: Site) -> None:
        beside(site, N + type_, label, {parent: site.output(site.row.urn, "name"), **inputs})

    return build


def _public_server(site: Site) -> None:
    put(site.program, site.row.urn, ("network", "publicNetworkAccess"), "Enabled")
    _child("dbforpostgresql:FirewallRule", "serverName", "all", {"startIpAddress": "0.0.0.0", "endIpAddress": "255.255.255.255"})(site)


def _public_sql(site: Site) -> None:
    put(site.program, site.row.urn, ("publicNetworkAccess",), "Enabled")
    _child("sql:FirewallRule", "serverName", "all", {"startIpAddress": "0.0.0.0", "endIpAddress": "255.255.255.255"})(site)


def _replica(site: Site) -> None:
    inputs = {
        "location": ABROAD,
        "createMode": "Replica",
        "sourceServerResourceId": site.out(),
        "network": {"publicNetworkAccess": "Disabled"},
        "tags": copy.deepcopy(site.row.inputs.get("tags") or {}),
    }
    beside(site, SERVER, "replica", inputs)


def _snapshot(site: Site) -> None:
    inputs = {
        "creationData": {"createOption": "Copy", "sourceResourceId": site.out()},
        "networkAccessPolicy": "AllowAll",
        "publicNetworkAccess": "Enabled",
    }
    beside(site, f"{N}compute:Snapshot", "copy", inputs)


def _snapshot_abroad(site: Site) -> None:
    inputs = {"creationData": {"createOption": "CopyStart", "sourceResourceId": site.out()}, "location": ABROAD, "incremental": True}
    beside(site, f"{N}compute:Snapshot", "abroad", inputs)


def _image(site: Site) -> None:
    """A gallery for the whole community, with an image of the machine."""
    profile = {
        "permissions": "Community",
        "communityGalleryInfo": {
            "publicNamePrefix": "mutant",
            "publisherUri": "https://x.example.com",
            "publisherContact": "x@example.com",
            "eula": "none",
        },
    }
    gallery = beside(site, f"{N}compute:Gallery", "gallery", {"galleryName": "mutantgallery", "sharingProfile": profile})
    image = beside(
        site,
        f"{N}compute:GalleryImage",
        "image",
        {
            "galleryName": Ref(gallery, "name"),
            "osState": "Specialized",
            "osType": "Linux",
            "identifier": {"publisher": "x", "offer": "x", "sku": "x"},
        },
    )
    inputs = {"galleryName": Ref(gallery, "name"), "galleryImageName": Ref(image, "name"), "galleryImageVersionName": "1.0.0"}
    beside(site, f"{N}compute:GalleryImageVersion", "version", {**inputs, "storageProfile": {"source": {"virtualMachineId": site.out()}}})


def _export(site: Site) -> None:
    inputs = {
        "workspaceName": site.output(site.row.urn, "name"),
        "resourceId": f"{STRANGER}/Microsoft.EventHub/namespaces/vendor",
        "tableNames": ["AuditLogs", "StorageBlobLogs"],
        "enable": True,
    }
    beside(site, f"{N}operationalinsights:DataExport", "vendor", inputs)


def _second_location(site: Site) -> None:
    append(site.program, site.row.urn, ("locations",), {"locationName": ABROAD, "failoverPriority": 1})


def _bing(site: Site) -> None:
    properties = {
        "authType": "ApiKey",
        "category": "GroundingWithBingSearch",
        "target": "https://api.bing.microsoft.com/",
        "credentials": {"key": "k"},
        "isSharedToAll": True,
    }
    _child("cognitiveservices:AccountConnection", "accountName", "bing", {"properties": properties})(site)


def _global(site: Site) -> None:
    properties = {"model": {"format": "OpenAI", "name": "gpt-4o", "version": "2024-11-20"}}
    _child(
        "cognitiveservices:Deployment",
        "accountName",
        "global",
        {"sku": {"name": "GlobalStandard", "capacity": 1}, "properties": properties},
    )(site)


def _fqdn_out(site: Site) -> None:
    rule = {"type": "FQDN", "category": "UserDefined", "destination": "api.vendor.example.com"}
    put(site.program, site.row.urn, ("managedNetwork", "outboundRules", "mutant"), rule)


def _vendors_endpoint_out(site: Site) -> None:
    target = {"serviceResourceId": f"{STRANGER}/Microsoft.Storage/storageAccounts/vendorcopies", "subresourceTarget": "blob"}
    put(
        site.program,
        site.row.urn,
        ("managedNetwork", "outboundRules", "mutant"),
        {"type": "PrivateEndpoint", "category": "UserDefined", "destination": target},
    )


def _shared_link(site: Site) -> None:
    target = f"{STRANGER}/Microsoft.Storage/storageAccounts/vendorcopies"
    inputs = {
        "searchServiceName": site.output(site.row.urn, "name"),
        "properties": {"privateLinkResourceId": target, "groupId": "blob", "requestMessage": "x"},
    }
    beside(site, f"{N}search:SharedPrivateLinkResource", "vendor", inputs)


def _perimeter_out(site: Site) -> None:
    inputs = {
        "networkSecurityPerimeterName": _owner(site, "networkSecurityPerimeterName"),
        "profileName": site.output(site.row.urn, "name"),
        "direction": "Outbound",
        "fullyQualifiedDomainNames": ["*.vendor.example.com"],
    }
    beside(site, f"{N}network:NetworkSecurityPerimeterAccessRule", "out", inputs)


def _perimeter_in(site: Site) -> None:
    inputs = {
        "networkSecurityPerimeterName": _owner(site, "networkSecurityPerimeterName"),
        "profileName": site.output(site.row.urn, "name"),
        "direction": "Inbound",
        "subscriptions": [{"id": f"/subscriptions/{FOREIGN_SUBSCRIPTION}"}],
    }
    beside(site, f"{N}network:NetworkSecurityPerimeterAccessRule", "in", inputs)


def _owner(site: Site, name: str) -> Any:
    return copy.deepcopy(site.row.inputs[name])


_COPIES: dict[str, dict[str, Callable[[Site], None]]] = {
    ACCOUNT: {
        "add-replica": _replicate,
        "add-notification": _event_hook,
        "add-local-user": _local_user,
        "add-inventory": _inventory,
        "add-anonymous-container": _anonymous,
        "let-in-a-strangers-addresses": _let_in(("networkRuleSet", "ipRules"), {"iPAddressOrRange": "203.0.113.0/24", "action": "Allow"}),
        "let-in-a-strangers-resource": _let_in(
            ("networkRuleSet", "resourceAccessRules"),
            {"tenantId": FOREIGN_TENANT, "resourceId": f"{STRANGER}/Microsoft.Sql/servers/vendor"},
        ),
    },
    SERVER: {"add-replica": _replica, "add-firewall-rule-for-all": _public_server},
    SQL: {
        "add-firewall-rule-for-all": _public_sql,
        "add-outbound-rule": _child("sql:OutboundFirewallRule", "serverName", "out", {"outboundRuleFqdn": "vendor.database.windows.net"}),
    },
    COSMOS: {
        "add-replica": _second_location,
        "let-in-a-strangers-addresses": _let_in(("ipRules",), {"ipAddressOrRange": "203.0.113.0/24"}),
    },
    f"{N}compute:Disk": {"share-snapshot": _snapshot, "copy-snapshot-abroad": _snapshot_abroad},
    f"{N}compute:VirtualMachine": {"share-image": _image},
    WORKSPACE: {"export-logs": _export},
    f"{N}cognitiveservices:Account": {"add-search-tool": _bing, "add-global-deployment": _global},
    f"{N}machinelearningservices:Workspace": {"add-outbound-name": _fqdn_out, "add-outbound-endpoint": _vendors_endpoint_out},
    f"{N}search:Service": {
        "add-shared-link": _shared_link,
        "let-in-a-strangers-addresses": _let_in(("networkRuleSet", "ipRules"), {"value": "203.0.113.0/24"}),
    },
    f"{N}containerregistry:Registry": {
        "add-replica": _child("containerregistry:Replication", "registryName", "copy", {"location": ABROAD, "replicationName": ABROAD}),
        "add-notification": _child(
            "containerregistry:Webhook",
            "registryName",
            "hook",
            {"webhookName": "vendorhook", "serviceUri": "https://vendor.example.com/hook", "actions": ["push"]},
        ),
        "let-in-a-strangers-addresses": _let_in(("networkRuleSet", "ipRules"), {"iPAddressOrRange": "203.0.113.0/24", "action": "Allow"}),
    },
    f"{N}servicebus:Namespace": {
        "add-shared-key": _child("servicebus:NamespaceAuthorizationRule", "namespaceName", "all", {"rights": ["Manage", "Listen", "Send"]}),
        "add-notification": _event_hook,
    },
    f"{N}eventhub:Namespace": {
        "add-shared-key": _child("eventhub:NamespaceAuthorizationRule", "namespaceName", "all", {"rights": ["Manage", "Listen", "Send"]}),
    },
    f"{N}eventgrid:Topic": {
        "subscribe-https": _event_hook,
        "let-in-a-strangers-addresses": _let_in(("inboundIpRules",), {"ipMask": "203.0.113.0/24", "action": "Allow"}),
    },
    f"{N}keyvault:Vault": {
        "let-in-a-strangers-addresses": _let_in(
            ("properties", "networkAcls", "ipRules"), {"value": "203.0.113.0/24"}, ("properties", "publicNetworkAccess")
        ),
        "add-notification": _event_hook,
    },
    f"{N}network:NetworkSecurityPerimeterProfile": {"let-out-names": _perimeter_out, "let-in-a-foreign-subscription": _perimeter_in},
    f"{N}resources:ResourceGroup": {"add-notification": _event_hook},
}


OPERATORS = (add_copies,)
