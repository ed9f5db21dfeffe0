"""What a topic of records says is put into a channel of a chat."""

import pulumi_aws as aws

PHI = {"ai-zone": "phi", "data-class": "phi"}
told = aws.sns.Topic("told", name="told", kms_master_key_id="alias/aws/sns", tags=PHI)
