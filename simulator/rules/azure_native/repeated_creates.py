"""Types that stand with their parent and can't be deleted: a create sets them, so after a lost answer a second one does no harm.

Everything else has an id made of names, and a second create is refused: "cannot create already existing resource".
"""

from simulator.rules.registry import repeatable

SINGLETON = (
    "pulumi-azure-native, `CanCreate`: singleton resources, whose API has no DELETE, always exist, so that they do is no reason to refuse; REST API"
    " reference, {}"
)

repeatable(
    "azure-native:storage:BlobServiceProperties",
    "azure-native:storage:FileServiceProperties",
    "azure-native:storage:QueueServiceProperties",
    "azure-native:storage:TableServiceProperties",
    source=SINGLETON.format("Blob, File, Queue and Table Services - Set Service Properties"),
)
repeatable("azure-native:storage:EncryptionScope", source=SINGLETON.format("Encryption Scopes - Put"))
repeatable("azure-native:dbforpostgresql:Configuration", source=SINGLETON.format("PostgreSQL flexible server, Configurations - Update"))
repeatable(
    "azure-native:servicebus:NamespaceNetworkRuleSet",
    "azure-native:eventhub:NamespaceNetworkRuleSet",
    source=SINGLETON.format("Namespaces - Create Or Update Network Rule Set"),
)
