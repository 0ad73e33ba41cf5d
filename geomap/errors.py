"""What can go wrong, in words for people: one root, five leaves, each also a builtin."""


class GeomapError(Exception):
    """Root of all errors that geomap raises on purpose.

    Parameters
    ----------
    message
        What was wrong and where, in one sentence.
    value
        The offending value (a path, a name, a row), or None.
    hint
        What to do about it, in one sentence; empty if there is nothing to add.
    """

    def __init__(self, message: str, *, value: object = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.value = value
        self.hint = hint


class InputError(GeomapError, ValueError):
    """An input that can't be read: missing, empty, binary, malformed, not English, or without a trip."""


class PlaceNotFound(GeomapError, LookupError):
    """A name that no gazetteer or service knows."""


class ServiceError(GeomapError, OSError):
    """An outside service that is unreachable, refuses, or limits the rate. Trying again later may help."""


class UnknownPlugin(GeomapError, LookupError):
    """A plug-in name that is not installed; `hint` lists those that are."""


class PublishError(GeomapError, OSError):
    """A file that can't be written; nothing is left half-written."""
