"""A film of an operation is encoded into files."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, named, reads, role, writes

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
worker = role("live", "medialive", writes("records"), reads("records"))
feed = aws.medialive.Input(
    "feed",
    name="feed",
    type="MP4_FILE",
    sources=[{"url": "s3ssl://" + named("records") + "/in.mp4", "password_param": "", "username": ""}],
    tags=PHI,
)
aws.medialive.Channel(
    "film",
    name="film",
    channel_class="SINGLE_PIPELINE",
    role_arn=worker.arn,
    tags=PHI,
    input_specification={"codec": "AVC", "input_resolution": "HD", "maximum_bitrate": "MAX_20_MBPS"},
    input_attachments=[{"input_attachment_name": "feed", "input_id": feed.id}],
    destinations=[{"id": "out", "settings": [{"url": "s3ssl://" + named("records") + "/out"}]}],
    encoder_settings={
        "timecode_config": {"source": "EMBEDDED"},
        "audio_descriptions": [],
        "video_descriptions": [{"name": "v"}],
        "output_groups": [
            {
                "output_group_settings": {"archive_group_settings": [{"destination": {"destination_ref_id": "out"}}]},
                "outputs": [
                    {
                        "output_name": "o",
                        "video_description_name": "v",
                        "output_settings": {
                            "archive_output_settings": {"name_modifier": "_1", "container_settings": {"m2ts_settings": {}}}
                        },
                    }
                ],
            }
        ],
    },
)
