"""One access point over a bucket in Ireland and one in Virginia: requests go to whichever is nearer."""

import pulumi
import pulumi_aws as aws

PHI = {"ai-zone": "phi", "data-class": "phi"}
america = aws.Provider("america", region="us-east-1")
here = aws.s3.Bucket("here", bucket="clinic-records-eu", tags=PHI)
there = aws.s3.Bucket("there", bucket="clinic-records-us", opts=pulumi.ResourceOptions(provider=america))
aws.s3control.MultiRegionAccessPoint("records", details={"name": "records", "regions": [{"bucket": here.bucket}, {"bucket": there.bucket}]})
