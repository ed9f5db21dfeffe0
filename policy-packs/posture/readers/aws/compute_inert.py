"""Settings of compute, builds, machine learning and people's desktops: they say how something runs, and move nothing. Each group has its source."""

from posture.readers.registry import inert

inert(
    "Updates a function's runtime, stops loops, names its published state (AWS Lambda Developer Guide, 'Runtime updates', 'Recursive loop detection')",
    "aws:lambda/functionRecursionConfig:FunctionRecursionConfig",
    "aws:lambda/runtimeManagementConfig:RuntimeManagementConfig",
    "aws:signer/signingProfilePermission:SigningProfilePermission",
)
inert(
    "Another name of a state machine, or a task that somebody polls by his own permissions (AWS Step Functions Developer Guide, 'Activities', 'Aliases')",
    "aws:sfn/alias:Alias",
    "aws:sfn/activity:Activity",
)
inert(
    "When a schedule's targets run; the schedule is read (Amazon EventBridge Scheduler User Guide, 'Managing a schedule group')",
    "aws:scheduler/scheduleGroup:ScheduleGroup",
)
inert(
    "In which order jobs start; where they run is read from the environment, as what from the definition (AWS Batch User Guide, 'Job queues')",
    "aws:batch/jobQueue:JobQueue",
    "aws:batch/schedulingPolicy:SchedulingPolicy",
)
inert(
    "Names, images and scripts of a studio, and endpoints whose configuration and model are read "
    "(Amazon SageMaker AI Developer Guide, 'Custom images', 'Lifecycle configurations', 'Model Registry', 'Real-time inference')",
    "aws:sagemaker/image:Image",
    "aws:sagemaker/imageVersion:ImageVersion",
    "aws:sagemaker/appImageConfig:AppImageConfig",
    "aws:sagemaker/app:App",
    "aws:sagemaker/studioLifecycleConfig:StudioLifecycleConfig",
    "aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration",
    "aws:sagemaker/endpoint:Endpoint",
)
inert(
    "Encryption, sizes and public access rules of clusters (Amazon EMR Management Guide, 'Security configurations', 'Block public access')",
    "aws:emr/securityConfiguration:SecurityConfiguration",
    "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration",
    "aws:emr/managedScalingPolicy:ManagedScalingPolicy",
    "aws:emr/instanceGroup:InstanceGroup",
    "aws:emr/instanceFleet:InstanceFleet",
)
inert(
    "Words that a recognizer knows (Amazon Transcribe Developer Guide, 'Custom vocabularies', 'Vocabulary filtering')",
    "aws:transcribe/vocabulary:Vocabulary",
    "aws:transcribe/medicalVocabulary:MedicalVocabulary",
    "aws:transcribe/vocabularyFilter:VocabularyFilter",
)
inert(
    "Reviews of code (AWS CodeCommit User Guide, 'Approval rule templates')",
    "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate",
    "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
)
inert(
    "What is baked into an image, and which old images are deleted; where machines build and to whom images go is read "
    "(EC2 Image Builder User Guide, 'Components', 'Recipes', 'Lifecycle policies')",
    "aws:imagebuilder/component:Component",
    "aws:imagebuilder/imageRecipe:ImageRecipe",
    "aws:imagebuilder/containerRecipe:ContainerRecipe",
    "aws:imagebuilder/lifecyclePolicy:LifecyclePolicy",
)
inert(
    "Which patches are approved, when windows open, settings of the account (AWS Systems Manager User Guide, 'Patch baselines', 'Maintenance Windows')",
    "aws:ssm/patchBaseline:PatchBaseline",
    "aws:ssm/patchGroup:PatchGroup",
    "aws:ssm/defaultPatchBaseline:DefaultPatchBaseline",
    "aws:ssm/maintenanceWindow:MaintenanceWindow",
    "aws:ssm/maintenanceWindowTarget:MaintenanceWindowTarget",
    "aws:ssm/serviceSetting:ServiceSetting",
)
inert(
    "Who may use a streamed desktop: people, not a road (Amazon AppStream 2.0 Administration Guide, 'User pools')",
    "aws:appstream/user:User",
    "aws:appstream/userStackAssociation:UserStackAssociation",
    "aws:appstream/fleetStackAssociation:FleetStackAssociation",
)
inert(
    "People's directories and applications: who signs in, not what moves. Roles that they come to are judged by their trust "
    "(Amazon Cognito Developer Guide, 'User pools'; IAM Identity Center User Guide, 'Customer managed applications')",
    "aws:cognito/userPoolClient:UserPoolClient",
    "aws:cognito/userPoolDomain:UserPoolDomain",
    "aws:cognito/resourceServer:ResourceServer",
    "aws:cognito/userGroup:UserGroup",
    "aws:cognito/user:User",
    "aws:cognito/riskConfiguration:RiskConfiguration",
    "aws:cognito/identityPool:IdentityPool",
    "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment",
    "aws:cognito/identityProvider:IdentityProvider",
    "aws:ssoadmin/application:Application",
    "aws:ssoadmin/applicationAccessScope:ApplicationAccessScope",
    "aws:ssoadmin/applicationAssignment:ApplicationAssignment",
    "aws:ssoadmin/applicationAssignmentConfiguration:ApplicationAssignmentConfiguration",
    "aws:ssoadmin/trustedTokenIssuer:TrustedTokenIssuer",
)
inert(
    "Registers a namespace of a cluster, whose pods are read with the cluster (Amazon EMR on EKS Development Guide, 'Virtual clusters')",
    "aws:emrcontainers/virtualCluster:VirtualCluster",
)
