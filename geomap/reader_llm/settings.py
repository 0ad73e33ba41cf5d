"""Which model to ask, where, and within which limits: from the environment, else from `geomap.toml`.

The key itself stands in neither: only the name of the environment variable that holds it.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from geomap.errors import InputError

FILE = "geomap.toml"
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
    path, own = _file()
    values = _table(path) if path else {}
    if not own:
        values.pop("consent", None)
    wanted = {field.name: field.type for field in fields(Settings)}
    _refuse_unknown(values, wanted, path)
    values |= {name: value for name in wanted if (value := os.environ.get(_PREFIX + name.upper(), "").strip())}
    if model is not None:
        values = {"base_url": "", **values, "model": model}
    missing = [name for name in ("base_url", "model") if name not in values]
    if missing:
        raise InputError(f"The reader llm is not configured: {' and '.join(missing)} missing.", hint=_HINT)
    read: dict[str, Any] = {name: _value(name, str(wanted[name]), value) for name, value in values.items()}
    settings = Settings(**read)
    if model is None:
        _check(settings)
    return settings


def _file() -> tuple[Path | None, bool]:
    """Give the file of settings, and whether it is the user's own and not of the folder that they happen to be in."""
    from platformdirs import user_config_path

    named = os.environ.get("GEOMAP_CONFIG")
    if named:
        return Path(named), True
    own = user_config_path("geomap") / FILE
    here = Path(FILE)
    return (here, False) if here.is_file() else (own, True) if own.is_file() else (None, True)


def _table(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror or error}.", value=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path} is not valid TOML: {error}.", value=str(path), hint="See docs/llm.md for an example."
        ) from error
    reader = content.get("reader")
    table = reader.get("llm") if isinstance(reader, dict) else None
    return dict(table) if isinstance(table, dict) else {}


def _refuse_unknown(values: Mapping[str, Any], wanted: Mapping[str, Any], path: Path | None) -> None:
    for name in values:
        if name not in wanted:
            hint = f"Known are {', '.join(wanted)}."
            if "key" in name.lower():
                hint = (
                    "Keep the key out of the file: put it into an environment variable, and name that in key_variable."
                )
            raise InputError(f"{path}: {name!r} is no setting of [{_TABLE}].", value=name, hint=hint)


def _value(name: str, kind: str, value: object) -> object:
    """Read a value of TOML, or a text of the environment."""
    try:
        if "bool" in kind:
            return _yes_or_no(value)
        if "int" in kind:
            return _above_zero(int(_number(value)))
        if "float" in kind:
            return _above_zero(_number(value), zero=True)
        if not isinstance(value, str):
            raise TypeError
    except (TypeError, ValueError):
        wanted = "yes or no" if "bool" in kind else "a text" if "str" in kind else "a number above 0"
        raise InputError(
            f"The setting {name} of the reader llm must be {wanted}.", value=name, hint=f"It stands in [{_TABLE}]"
            f" of geomap.toml or in {_PREFIX}{name.upper()}."
        ) from None  # fmt: skip
    return value.strip()


def _yes_or_no(value: object) -> bool:
    words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if isinstance(value, bool):
        return value
    if str(value).lower() not in words:
        raise ValueError
    return words[str(value).lower()]


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    return float(value)


def _above_zero(number: float, *, zero: bool = False) -> float:
    if not (0 < number < 1e9 or (zero and number == 0)):
        raise ValueError
    return number


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
