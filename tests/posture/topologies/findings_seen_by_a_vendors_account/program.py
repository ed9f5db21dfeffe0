"""GuardDuty accepts a security company's account as its administrator."""

import pulumi_aws as aws

aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
detector = aws.guardduty.Detector("detector", enable=True)
aws.guardduty.InviteAccepter("watched", detector_id=detector.id, master_account_id="999988887777")
