"""Types of AWS Native without a twin in the AWS provider, that move no data and filter none. Each group has its reason and source."""

from posture.readers.registry import inert

inert(
    "Writes the address of a database into its secret; secret and database are read (AWS CloudFormation User Guide, 'AWS::SecretsManager::SecretTargetAttachment')",
    "aws-native:secretsmanager:SecretTargetAttachment",
)
inert(
    "Machines kept ready for a group, built from the group's own template (Amazon EC2 Auto Scaling User Guide, 'Warm pools')",
    "aws-native:autoscaling:WarmPool",
)
inert(
    "Numbered copies, in the account, of what is read itself (Amazon Bedrock User Guide, 'Deploy a flow', 'Deploy a prompt'; AWS Step Functions Developer "
    "Guide, 'State machine versions')",
    "aws-native:bedrock:FlowVersion",
    "aws-native:bedrock:PromptVersion",
    "aws-native:stepfunctions:StateMachineVersion",
)
inert(
    "How many run, and which set of tasks is the first; what runs, and where, is read (AWS App Runner Developer Guide, 'Auto scaling'; Amazon ECS API "
    "Reference, UpdateServicePrimaryTaskSet)",
    "aws-native:apprunner:AutoScalingConfiguration",
    "aws-native:ecs:PrimaryTaskSet",
)
inert(
    "What is spent, by which words (AWS Cost Management User Guide, 'Detecting unusual spend', 'Organizing costs using cost categories')",
    "aws-native:ce:AnomalyMonitor",
    "aws-native:ce:AnomalySubscription",
    "aws-native:ce:CostCategory",
)
inert(
    "Lists of what an account has, by name (AWS Resource Explorer User Guide, 'How Resource Explorer works'; AWS Service Catalog AppRegistry "
    "Administrator Guide, 'Overview')",
    "aws-native:resourceexplorer2:DefaultViewAssociation",
    "aws-native:resourceexplorer2:Index",
    "aws-native:resourceexplorer2:View",
    "aws-native:servicecatalogappregistry:Application",
    "aws-native:servicecatalogappregistry:AttributeGroup",
    "aws-native:servicecatalogappregistry:AttributeGroupAssociation",
    "aws-native:servicecatalogappregistry:ResourceAssociation",
)
inert(
    "Looks of a sign-in page, and which attributes of a person become tags of his session (Amazon Cognito Developer Guide, 'Hosted UI', 'Using attributes "
    "for access control')",
    "aws-native:cognito:IdentityPoolPrincipalTag",
    "aws-native:cognito:UserPoolUiCustomizationAttachment",
)
inert(
    "Certificates that are no longer taken (IAM Roles Anywhere User Guide, 'Revocation')",
    "aws-native:rolesanywhere:Crl",
)
