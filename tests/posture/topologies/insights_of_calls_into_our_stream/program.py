"""Transcripts of calls are sent to a sink."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import role, statement

PHI = {"ai-zone": "phi", "data-class": "phi"}
events = aws.kinesis.Stream("events", name="events", stream_mode_details={"stream_mode": "ON_DEMAND"}, tags=PHI)
aws.chimesdkmediapipelines.MediaInsightsPipelineConfiguration(
    "calls",
    name="calls",
    resource_access_role_arn=role("calls", "mediapipelines.chime", statement("transcribe:StartStreamTranscription")).arn,
    tags=PHI,
    elements=[
        {
            "type": "AmazonTranscribeCallAnalyticsProcessor",
            "amazon_transcribe_call_analytics_processor_configuration": {"language_code": "en-US"},
        },
        {"type": "KinesisDataStreamSink", "kinesis_data_stream_sink_configuration": {"insights_target": events.arn}},
    ],
)
