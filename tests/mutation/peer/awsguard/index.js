// The peer as its own users run it: all of its policies, mandatory.
const { AwsGuard } = require("@pulumi/awsguard");

new AwsGuard("awsguard", { all: "mandatory" });
