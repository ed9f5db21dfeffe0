"""Why there is no real server here."""


class ServersUnavailableError(Exception):
    """The programs of a cluster can be neither found nor made on this machine; the text is for the user and says what to do."""
