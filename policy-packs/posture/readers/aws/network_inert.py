"""EC2 and networking types that move no data and filter none, each with the reason.

Source: the guide named with each group.
"""

from posture.readers.registry import inert

inert(
    "A key for logging in to machines; opens no road (Amazon EC2 User Guide, Key pairs)",
    "aws:ec2/keyPair:KeyPair",
    "aws-native:ec2:KeyPair",
)
inert(
    "Decides on which hardware machines run (Amazon EC2 User Guide, Placement groups, Dedicated Hosts, Capacity Reservations)",
    "aws:ec2/placementGroup:PlacementGroup",
    "aws:ec2/dedicatedHost:DedicatedHost",
    "aws:ec2/capacityReservation:CapacityReservation",
    "aws:ec2/capacityBlockReservation:CapacityBlockReservation",
    "aws:ec2/availabilityZoneGroup:AvailabilityZoneGroup",
    "aws:ec2/defaultCreditSpecification:DefaultCreditSpecification",
    "aws-native:ec2:PlacementGroup",
    "aws-native:ec2:CapacityReservation",
    "aws-native:ec2:Host",
)
inert(
    "Delivered by the service itself to a destination that is a resource of its own; DESIGN: not a move (Amazon VPC User Guide, VPC Flow Logs)",
    "aws:ec2/flowLog:FlowLog",
    "aws-native:ec2:FlowLog",
)
inert(
    "Sets or reserves addresses; subnets and VPCs that use them are read (Amazon VPC IPAM User Guide; Subnet CIDR reservations)",
    "aws:ec2/subnetCidrReservation:SubnetCidrReservation",
    "aws:ec2/vpcIpam:VpcIpam",
    "aws:ec2/vpcIpamPool:VpcIpamPool",
    "aws:ec2/vpcIpamPoolCidr:VpcIpamPoolCidr",
    "aws:ec2/vpcIpamPoolCidrAllocation:VpcIpamPoolCidrAllocation",
    "aws:ec2/vpcIpamPreviewNextCidr:VpcIpamPreviewNextCidr",
    "aws:ec2/vpcIpamScope:VpcIpamScope",
    "aws:ec2/vpcIpamResourceDiscovery:VpcIpamResourceDiscovery",
    "aws:ec2/vpcIpamResourceDiscoveryAssociation:VpcIpamResourceDiscoveryAssociation",
    "aws:ec2/vpcIpamOrganizationAdminAccount:VpcIpamOrganizationAdminAccount",
    "aws-native:ec2:Ipam",
    "aws-native:ec2:IpamPool",
    "aws-native:ec2:IpamPoolCidr",
    "aws-native:ec2:IpamScope",
    "aws-native:ec2:IpamAllocation",
    "aws-native:ec2:SubnetCidrReservation",
)
inert(
    "Only forbids: what it refuses is followed as if it were not there, so the proof never rests on it "
    "(Amazon VPC User Guide, VPC encryption controls; Amazon EC2 User Guide, Block public access to your AMIs)",
    "aws:ec2/encryptionControl:EncryptionControl",
    "aws:ec2/vpcEncryptionControl:VpcEncryptionControl",
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
    "aws:ec2/allowedImagesSettings:AllowedImagesSettings",
    "aws:ec2/serialConsoleAccess:SerialConsoleAccess",
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
)
inert(
    "Reckons about paths and sends nothing (Amazon VPC Reachability Analyzer, Network Access Analyzer; AWS Infrastructure Performance)",
    "aws:ec2/networkInsightsPath:NetworkInsightsPath",
    "aws:ec2/networkInsightsAnalysis:NetworkInsightsAnalysis",
    "aws:ec2/networkInsightsAccessScope:NetworkInsightsAccessScope",
    "aws:ec2/vpcNetworkPerformanceMetricSubscription:VpcNetworkPerformanceMetricSubscription",
    "aws-native:ec2:NetworkInsightsPath",
    "aws-native:ec2:NetworkInsightsAnalysis",
    "aws-native:ec2:NetworkInsightsAccessScope",
    "aws-native:ec2:NetworkInsightsAccessScopeAnalysis",
)
inert(
    "Joins a disk to a machine of the same zone and account (Amazon EBS User Guide)",
    "aws:ec2/volumeAttachment:VolumeAttachment",
    "aws-native:ec2:VolumeAttachment",
)
inert("A tag on a resource that is read with its own tags", "aws:ec2/tag:Tag")
inert(
    "Starts or stops a machine that is read by itself (Pulumi Registry, aws.ec2transitgateway.InstanceState)",
    "aws:ec2transitgateway/instanceState:InstanceState",
)
inert(
    "Adds the client's address to what a Classic Load Balancer forwards (Pulumi Registry, aws.ec2.ProxyProtocolPolicy)",
    "aws:ec2/proxyProtocolPolicy:ProxyProtocolPolicy",
)
inert(
    "What spot machines cost, written into a bucket (Amazon EC2 User Guide, 'Track your Spot Instance costs using the Spot Instance data feed')",
    "aws:ec2/spotDatafeedSubscription:SpotDatafeedSubscription",
)
