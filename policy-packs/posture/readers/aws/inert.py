"""Types that move no data and filter none. Each group has its reason and source; a type that is not sure to be so does not stand here."""

from posture.readers.registry import inert

inert("Another name of a key; the key is read (AWS KMS Developer Guide, 'Aliases')", "aws:kms/alias:Alias", "aws-native:kms:Alias")
inert(
    "Settings of a database; its network, copies and policies are read elsewhere (Amazon RDS User Guide, 'Parameter groups')",
    "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    "aws:rds/parameterGroup:ParameterGroup",
    "aws:rds/optionGroup:OptionGroup",
    "aws-native:rds:DbClusterParameterGroup",
    "aws-native:rds:DbParameterGroup",
)
inert(
    "The producer's yes to one link, which the link itself already counts (AWS PrivateLink Guide, 'Accept or reject connection requests')",
    "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter",
)
inert(
    "Records, thresholds and messages about resources, not what they hold (Amazon CloudWatch User Guide)",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm",
    "aws:cloudwatch/dashboard:Dashboard",
    "aws:cloudwatch/logMetricFilter:LogMetricFilter",
    "aws:cloudwatch/logStream:LogStream",
)
inert(
    "Rules about accounts and passwords that only narrow (IAM User Guide)",
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
    "aws:ebs/encryptionByDefault:EncryptionByDefault",
    "aws:ebs/defaultKmsKey:DefaultKmsKey",
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
)
inert(
    "Makes values in the program, nothing in a cloud (Pulumi Registry)",
    "random:index/randomId:RandomId",
    "random:index/randomString:RandomString",
    "random:index/randomPet:RandomPet",
    "random:index/randomPassword:RandomPassword",
    "random:index/randomInteger:RandomInteger",
    "random:index/randomUuid:RandomUuid",
    "tls:index/privateKey:PrivateKey",
    "tls:index/certRequest:CertRequest",
    "tls:index/selfSignedCert:SelfSignedCert",
    "tls:index/locallySignedCert:LocallySignedCert",
    "time:index/offset:Offset",
    "time:index/rotating:Rotating",
    "time:index/sleep:Sleep",
    "time:index/static:Static",
)
inert(
    "A certificate and the wait for its validation; who presents it is read (AWS Certificate Manager User Guide, 'DNS validation')",
    "aws:acm/certificate:Certificate",
    "aws:acm/certificateValidation:CertificateValidation",
)
inert(
    "Builds an image where the program runs and pushes it to a registry: a program goes in, nothing that the stack holds (Pulumi Registry)",
    "docker:index/image:Image",
    "docker-build:index:Image",
)
