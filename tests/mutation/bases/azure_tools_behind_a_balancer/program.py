"""Tool servers of redaction on a scale set behind an internal load balancer.

Modelled on Azure Load Balancer, "Create an internal load balancer", and "Source Network Address Translation (SNAT) for outbound connections".
"""

from pulumi_azure_native import compute, network

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

deid = house.ground("bench", "deidentification", "10.53.0.0/16")
disks = parts.disk_keys("des-bench", deid)
BALANCER = f"/subscriptions/{house.SUBSCRIPTION}/resourceGroups/rg-bench/providers/Microsoft.Network/loadBalancers/lbi-bench"
balancer = network.LoadBalancer(
    "lbi-bench",
    resource_group_name=deid.name,
    load_balancer_name="lbi-bench",
    sku={"name": "Standard"},
    frontend_ip_configurations=[
        {"name": "front", "subnet": {"id": deid.subnet("workload")}, "private_ip_allocation_method": "Dynamic", "zones": ["1", "2", "3"]}
    ],
    backend_address_pools=[{"name": "bench"}],
    probes=[{"name": "ready", "protocol": "Https", "port": 443, "request_path": "/ready", "interval_in_seconds": 5}],
    load_balancing_rules=[
        {
            "name": "https",
            "protocol": "Tcp",
            "frontend_port": 443,
            "backend_port": 443,
            "disable_outbound_snat": True,
            "enable_tcp_reset": True,
            "frontend_ip_configuration": {"id": f"{BALANCER}/frontendIPConfigurations/front"},
            "backend_address_pool": {"id": f"{BALANCER}/backendAddressPools/bench"},
            "probe": {"id": f"{BALANCER}/probes/ready"},
        }
    ],
    tags={"ai-zone": "deidentification"},
)
compute.VirtualMachineScaleSet(
    "vmss-bench",
    resource_group_name=deid.name,
    vm_scale_set_name="vmss-bench",
    sku={"name": "Standard_D4s_v5", "tier": "Standard", "capacity": 3},
    orchestration_mode="Uniform",
    upgrade_policy={"mode": "Rolling"},
    zones=["1", "2", "3"],
    identity={"type": "SystemAssigned"},
    virtual_machine_profile={
        "security_profile": {
            "encryption_at_host": True,
            "security_type": "TrustedLaunch",
            "uefi_settings": {"secure_boot_enabled": True, "v_tpm_enabled": True},
        },
        "storage_profile": {
            "image_reference": {"publisher": "Canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "version": "latest"},
            "os_disk": {
                "create_option": "FromImage",
                "managed_disk": {"storage_account_type": "Premium_LRS", "disk_encryption_set": {"id": disks.id}},
            },
        },
        "os_profile": {
            "computer_name_prefix": "bench",
            "admin_username": "operator",
            "linux_configuration": {
                "disable_password_authentication": True,
                "ssh": {"public_keys": [{"key_data": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "path": "/home/operator/.ssh/authorized_keys"}]},
            },
        },
        "network_profile": {
            "network_interface_configurations": [
                {
                    "name": "primary",
                    "primary": True,
                    "enable_ip_forwarding": False,
                    "network_security_group": {"id": deid.net.groups["workload"].id},
                    "ip_configurations": [
                        {
                            "name": "primary",
                            "primary": True,
                            "subnet": {"id": deid.subnet("workload")},
                            "load_balancer_backend_address_pools": [
                                {"id": balancer.backend_address_pools.apply(lambda every: every[0].id)}
                            ],
                        }
                    ],
                }
            ]
        },
    },
    tags={"ai-zone": "deidentification"},
)
# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=deid)
