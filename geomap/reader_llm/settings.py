"""Which model to ask, where, and within which limits: from the environment, else from `geomap.toml`.

The key itself stands in neither: only the name of the environment variable that holds it.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from geomap.configuration import read_fields, read_table
from geomap.errors import InputError

_TABLE = "reader.llm"
_PREFIX = "GEOMAP_LLM_"
_HINT = "Set GEOMAP_LLM_BASE_URL and GEOMAP_LLM_MODEL, or base_url and model under [reader.llm] in geomap.toml."


@dataclass(frozen=True, slots=True)
class Settings:
    """How the model is asked.

    Parameters
    ----------
    base_url
        Of the endpoint, up to and without `/chat/completions`; "" where nothing will be asked.
    model
        Its name there.
    key_variable
        The environment variable that holds the key; "" for an endpoint without one.
    window
        Tokens that the model takes in and gives out together; a longer article is read in parts.
    timeout_s
        Seconds for one request, from the first byte sent to the last received.
    tries
        How often a request is made before an error is told.
    wait_s
        Seconds before the second try, doubled for each further one; what the endpoint asks for goes first.
    longest_wait_s
        Seconds that an endpoint may ask us to wait; above that it is an error.
    price_in, price_out
        Price of a million tokens read and written, or None.
    currency
        Of the prices.
    consent
        Whether unpublished text may be sent to an endpoint that is not on this machine.
    """

    base_url: str
    model: str
    key_variable: str = ""
    window: int = 32_000
    timeout_s: float = 300.0
    tries: int = 4
    wait_s: float = 1.0
    longest_wait_s: float = 60.0
    price_in: float | None = None
    price_out: float | None = None
    currency: str = "USD"
    consent: bool = False

    @property
    def key(self) -> str:
        """The key, or "" if there is none."""
        return os.environ.get(self.key_variable, "").strip() if self.key_variable else ""

    @property
    def origin(self) -> str:
        """Scheme, host and port of the endpoint."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_local(self) -> bool:
        """Whether the endpoint is on this machine, so that nothing leaves it."""
        host = urlsplit(self.base_url).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"


def read_settings(*, model: str | None = None) -> Settings:
    """Read the settings; with a `model` given, nothing will be asked and no endpoint is needed.

    The file is the one that `GEOMAP_CONFIG` names, else `geomap.toml` in the current folder, else the one in the
    user's own folder for configurations. A consent counts only in the environment or in a file of the user's own.

    Raises
    ------
    InputError
        If a value is missing or bad, or the file can't be read; no key is ever shown.
    """
    table = read_table("reader", "llm")
    values = dict(table.values)
    if not table.own:
        values.pop("consent", None)
    _refuse_unknown(values, table.path)
    read = read_fields(Settings, values, prefix=_PREFIX, owner="the reader llm", table=_TABLE)
    if model is not None:
        read = {"base_url": "", **read, "model": model}
    missing = [name for name in ("base_url", "model") if name not in read]
    if missing:
        raise InputError(f"The reader llm is not configured: {' and '.join(missing)} missing.", hint=_HINT)
    settings = Settings(**read)
    if model is None:
        _check(settings)
    return settings


def _refuse_unknown(names: Iterable[str], path: Path | None) -> None:
    wanted = [field.name for field in fields(Settings)]
    for name in names:
        if name not in wanted:
            hint = f"Known are {', '.join(wanted)}."
            if "key" in name.lower():
                hint = (
                    "Keep the key out of the file: put it into an environment variable, and name that in key_variable."
                )
            raise InputError(f"{path}: {name!r} is no setting of [{_TABLE}].", value=name, hint=hint)


def _check(settings: Settings) -> None:
    try:
        parts = urlsplit(settings.base_url)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or parts.query or parts.fragment:
        raise InputError("base_url of the reader llm is no web address.", hint="It is like http://127.0.0.1:11434/v1.")
    if parts.username or parts.password:
        raise InputError("base_url of the reader llm holds a name or password.", hint="Use key_variable.")
    if settings.key_variable and not settings.key:
        raise InputError(
            f"The environment variable {settings.key_variable}, which should hold the key, is empty.",
            value=settings.key_variable,
            hint="Set it, or leave key_variable out for an endpoint without a key.",
        )
    if not (settings.key.isascii() and settings.key.isprintable()):
        raise InputError(f"The key in {settings.key_variable} holds characters that no key has.")
    if not settings.timeout_s:
        raise InputError("timeout_s of the reader llm must be above 0.")
