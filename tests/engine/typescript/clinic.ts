// A clinic's network as it is usually written: no component of ours, inline routes beside separate ones, tags where somebody thought of them.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export type Leak = "none" | "nat" | "peering";

const zones = ["eu-west-1a", "eu-west-1b"];

export function clinic(leak: Leak): void {
    const region = new aws.Provider("ireland", {
        region: "eu-west-1",
        defaultTags: { tags: { team: "clinic-platform" } },
    });
    const opts: pulumi.ResourceOptions = { provider: region };

    const vpc = new aws.ec2.Vpc("clinic", {
        cidrBlock: "10.40.0.0/16",
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: { Name: "clinic", "ai-zone": "phi" },
    }, opts);

    answersNoNameButTheClinics(vpc, opts);

    const records = new aws.s3.Bucket("clinic-records", {
        tags: { "ai-zone": "phi", "data-class": "phi" },
    }, opts);
    new aws.s3.BucketPublicAccessBlock("clinic-records", {
        bucket: records.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
    }, opts);

    const privateTable = new aws.ec2.RouteTable("private", {
        vpcId: vpc.id,
        routes: leak === "peering" ? [{ cidrBlock: "10.60.0.0/16", vpcPeeringConnectionId: peeringWithShared(vpc, opts) }] : [],
        tags: { Name: "clinic-private" },
    }, opts);

    const subnets = zones.map((availabilityZone, i) => {
        const subnet = new aws.ec2.Subnet(`private-${i}`, {
            vpcId: vpc.id,
            availabilityZone,
            cidrBlock: `10.40.${i}.0/24`,
            tags: { Name: `clinic-private-${i}` },
        }, opts);
        new aws.ec2.RouteTableAssociation(`private-${i}`, { subnetId: subnet.id, routeTableId: privateTable.id }, opts);
        return subnet;
    });

    const database = new aws.ec2.SecurityGroup("database", {
        vpcId: vpc.id,
        description: "PostgreSQL from the subnets of the clinic",
        ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.40.0.0/16"] }],
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
    }, opts);
    const group = new aws.rds.SubnetGroup("charts", { subnetIds: subnets.map((subnet) => subnet.id) }, opts);
    new aws.rds.Instance("charts", {
        engine: "postgres",
        instanceClass: "db.t4g.medium",
        allocatedStorage: 50,
        dbName: "charts",
        username: "charts",
        manageMasterUserPassword: true,
        dbSubnetGroupName: group.name,
        vpcSecurityGroupIds: [database.id],
        storageEncrypted: true,
        skipFinalSnapshot: true,
        tags: { "ai-zone": "phi", "data-class": "phi" },
    }, opts);

    if (leak === "nat") {
        wayOutForPackageUpdates(vpc, privateTable, opts);
    }
}

/** Nothing in the network needs a name of the outside, and look-ups carry data too. */
function answersNoNameButTheClinics(vpc: aws.ec2.Vpc, opts: pulumi.ResourceOptions): void {
    const rules = new aws.route53.ResolverFirewallRuleGroup("clinic", { name: "clinic" }, opts);
    const lists = { own: ["*.clinic.internal."], everything: ["*."] };
    Object.entries(lists).forEach(([name, domains], i) => {
        const list = new aws.route53.ResolverFirewallDomainList(name, { name, domains }, opts);
        new aws.route53.ResolverFirewallRule(name, {
            name,
            firewallRuleGroupId: rules.id,
            firewallDomainListId: list.id,
            priority: 100 * (i + 1),
            ...(name === "own" ? { action: "ALLOW" } : { action: "BLOCK", blockResponse: "NXDOMAIN" }),
        }, opts);
    });
    new aws.route53.ResolverFirewallRuleGroupAssociation("clinic", {
        name: "clinic",
        firewallRuleGroupId: rules.id,
        vpcId: vpc.id,
        priority: 101,
    }, opts);
}

/** "Only for package updates": a public subnet, a NAT gateway, and a default route for the subnets with the charts. */
function wayOutForPackageUpdates(vpc: aws.ec2.Vpc, table: aws.ec2.RouteTable, opts: pulumi.ResourceOptions): void {
    const gateway = new aws.ec2.InternetGateway("clinic", { vpcId: vpc.id }, opts);
    const subnet = new aws.ec2.Subnet("public", { vpcId: vpc.id, availabilityZone: zones[0], cidrBlock: "10.40.100.0/24" }, opts);
    const publicTable = new aws.ec2.RouteTable("public", {
        vpcId: vpc.id,
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
    }, opts);
    new aws.ec2.RouteTableAssociation("public", { subnetId: subnet.id, routeTableId: publicTable.id }, opts);
    const address = new aws.ec2.Eip("updates", { domain: "vpc" }, { ...opts, dependsOn: gateway });
    const nat = new aws.ec2.NatGateway("updates", { subnetId: subnet.id, allocationId: address.id }, opts);
    new aws.ec2.Route("updates", { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id }, opts);
}

/** "Shared services" with a road to the internet, and a peering to it. */
function peeringWithShared(vpc: aws.ec2.Vpc, opts: pulumi.ResourceOptions): pulumi.Output<string> {
    const shared = new aws.ec2.Vpc("shared", { cidrBlock: "10.60.0.0/16", tags: { Name: "shared-services" } }, opts);
    const gateway = new aws.ec2.InternetGateway("shared", { vpcId: shared.id }, opts);
    const subnet = new aws.ec2.Subnet("shared", { vpcId: shared.id, cidrBlock: "10.60.0.0/24", mapPublicIpOnLaunch: true }, opts);
    const peering = new aws.ec2.VpcPeeringConnection("shared", { vpcId: vpc.id, peerVpcId: shared.id, autoAccept: true }, opts);
    const table = new aws.ec2.RouteTable("shared", {
        vpcId: shared.id,
        routes: [
            { cidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
            { cidrBlock: "10.40.0.0/16", vpcPeeringConnectionId: peering.id },
        ],
    }, opts);
    new aws.ec2.RouteTableAssociation("shared", { subnetId: subnet.id, routeTableId: table.id }, opts);
    return peering.id;
}
