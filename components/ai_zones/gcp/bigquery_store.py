"""BigQuery store of a zone: a dataset with its key, its access list written as a whole, tags of columns, rules of rows.

Google gives a new dataset's reads and writes to whoever owns, edits or views its project, unless an access list is given: here one always is.
Sources: BigQuery documentation, "Customer-managed Cloud KMS keys", "Control access to resources with IAM" (default access), "Column-level access
control" (taxonomies, policy tags, Fine-Grained Reader), "Column data masking" (Masked Reader), "Row-level security", "Authorized views", "Time
travel" (7 days); provider reference, `gcp.bigquery.Dataset` (accesses; predefined roles are swapped for OWNER, WRITER, READER),
`gcp.datacatalog.Taxonomy`, `gcp.bigquerydatapolicy.DataPolicy`; 45 CFR 164.312(a)(1) (access control), 164.502(b) (minimum necessary).
"""

import json

import pulumi
from pulumi_gcp import bigquery, bigquerydatapolicy, datacatalog

from ai_zones.gcp.bigquery_input import STORE_CLASSES, BigQueryStore, ColumnTag, GcpBigQueryStoreArgs, Table
from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after, children_wait

HOURS = "168"
"""Time travel: Google's most, seven days."""


class GcpBigQueryStore(pulumi.ComponentResource):
    """Dataset, tags, tables, rules of rows. Protected by Pulumi and by the provider: `destroy` refuses it."""

    dataset_name: str
    """Name of the dataset."""
    dataset_id: str
    """`projects/<project>/datasets/<dataset>`."""
    tag_names: dict[str, pulumi.Output[str]]
    """Full name of each column tag, which Google chooses: schemas made elsewhere name it."""

    def __init__(self, name: str, args: GcpBigQueryStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = BigQueryStore.parse(name, args)
        super().__init__("ai-zones:index:GcpBigQueryStore", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self.dataset_name = given.dataset_name
        self.dataset_id = f"projects/{given.project}/datasets/{given.dataset_name}"
        dataset = bigquery.Dataset(
            child(name, "dataset"),
            dataset_id=given.dataset_name,
            project=given.project,
            location=given.region,
            default_encryption_configuration=bigquery.DatasetDefaultEncryptionConfigurationArgs(kms_key_name=given.kms_key),
            accesses=_accesses(given),
            max_time_travel_hours=HOURS,
            delete_contents_on_destroy=False,
            deletion_policy="DELETE" if given.removable else "PREVENT",
            labels=given.labels_of(data_class=STORE_CLASSES[given.zone]),
            opts=after(self, protect=not given.removable),
        )
        tags = self._tags()
        self.tag_names = {label: tag.name for label, tag in tags.items()}
        for table_name, table in given.tables.items():
            self._table(table_name, table, dataset)
        self.register_outputs({"datasetName": self.dataset_name, "datasetId": self.dataset_id, "tagNames": self.tag_names})

    def _tags(self) -> dict[str, datacatalog.PolicyTag]:
        given = self._given
        if not given.column_tags:
            return {}
        taxonomy = datacatalog.Taxonomy(
            child(self._name, "taxonomy"),
            # Unique in the organization.
            display_name=f"{given.project} {given.dataset_name}",
            description=f"Kinds of columns in {given.dataset_name}; only who is listed reads them.",
            project=given.project,
            region=given.region,
            activated_policy_types=["FINE_GRAINED_ACCESS_CONTROL"],
            deletion_policy="DELETE" if given.removable else "PREVENT",
            opts=after(self, protect=not given.removable),
        )
        return {label: self._tag(label, tag, taxonomy) for label, tag in sorted(given.column_tags.items())}

    def _tag(self, label: str, tag: ColumnTag, taxonomy: datacatalog.Taxonomy) -> datacatalog.PolicyTag:
        given = self._given
        made = datacatalog.PolicyTag(
            child(self._name, "tag", label),
            taxonomy=taxonomy.id,
            display_name=label,
            description=f"Columns of kind {label}",
            deletion_policy="DELETE" if given.removable else "PREVENT",
            opts=after(self, protect=not given.removable),
        )
        if tag.readers:
            datacatalog.PolicyTagIamBinding(
                child(self._name, "tag", label, "readers"),
                policy_tag=made.name,
                role="roles/datacatalog.categoryFineGrainedReader",
                members=sorted(set(tag.readers)),
                opts=after(self, made),
            )
        if tag.masked_readers:
            mask = bigquerydatapolicy.DataPolicy(
                child(self._name, "tag", label, "mask"),
                project=given.project,
                location=given.region,
                data_policy_id=f"{given.dataset_name}_{label.replace('-', '_')}",
                data_policy_type="DATA_MASKING_POLICY",
                policy_tag=made.name,
                data_masking_policy=bigquerydatapolicy.DataPolicyDataMaskingPolicyArgs(predefined_expression=tag.mask),
                opts=after(self, made),
            )
            bigquerydatapolicy.DataPolicyIamBinding(
                child(self._name, "tag", label, "masked-readers"),
                project=given.project,
                location=given.region,
                data_policy_id=mask.data_policy_id,
                role="roles/bigquerydatapolicy.maskedReader",
                members=sorted(set(tag.masked_readers)),
                opts=after(self, mask),
            )
        return made

    def _table(self, table_name: str, table: Table, dataset: pulumi.Resource) -> None:
        given, by = self._given, table.partitioned_by
        made = bigquery.Table(
            child(self._name, "table", table_name),
            table_id=table_name,
            dataset_id=given.dataset_name,
            project=given.project,
            schema=self._schema(table),
            encryption_configuration=bigquery.TableEncryptionConfigurationArgs(kms_key_name=given.kms_key),
            time_partitioning=bigquery.TableTimePartitioningArgs(type="DAY", field=by) if by else None,
            require_partition_filter=True if by else None,
            deletion_protection=not given.removable,
            labels=given.labels_of(data_class=STORE_CLASSES[given.zone]),
            opts=after(self, dataset, protect=not given.removable),
        )
        for label, policy in sorted(table.row_policies.items()):
            bigquery.RowAccessPolicy(
                child(self._name, "rows", table_name, label),
                project=given.project,
                dataset_id=given.dataset_name,
                table_id=table_name,
                policy_id=label,
                filter_predicate=policy.filter,
                grantees=sorted(set(policy.grantees)),
                opts=after(self, made),
            )

    def _schema(self, table: Table) -> pulumi.Input[str]:
        """Known in a preview where no column is tagged: Google chooses the names of tags."""
        names = {label: self.tag_names[label] for label in sorted({one.tag for one in table.columns.values() if one.tag})}
        if not names:
            return _written(table, {})
        return pulumi.Output.all(**names).apply(lambda known: _written(table, known))


def _written(table: Table, tags: dict[str, str]) -> str:
    columns = [
        {
            "name": name,
            "type": column.type,
            "mode": "REQUIRED" if column.required else "NULLABLE",
            **({"description": column.description} if column.description else {}),
            **({"policyTags": {"names": [tags[column.tag]]}} if column.tag else {}),
        }
        for name, column in table.columns.items()
    ]
    return json.dumps(columns)


def _accesses(given: BigQueryStore) -> list[bigquery.DatasetAccessArgs]:
    """The whole list: what is not in it is taken away."""
    members = {"OWNER": given.owners, "WRITER": given.writers, "READER": given.readers}
    entries = [_entry(role, member) for role, listed in members.items() for member in sorted(set(listed))]
    for view in sorted(set(given.authorized_views)):
        project, dataset, table = view.rsplit(".", 2)
        entries.append(
            bigquery.DatasetAccessArgs(view=bigquery.DatasetAccessViewArgs(project_id=project, dataset_id=dataset, table_id=table))
        )
    return entries


def _entry(role: str, member: str) -> bigquery.DatasetAccessArgs:
    kind, _, who = member.partition(":")
    match kind:
        case "user" | "serviceAccount":
            return bigquery.DatasetAccessArgs(role=role, user_by_email=who)
        case "group":
            return bigquery.DatasetAccessArgs(role=role, group_by_email=who)
        case "domain":
            return bigquery.DatasetAccessArgs(role=role, domain=who)
    return bigquery.DatasetAccessArgs(role=role, iam_member=member)
