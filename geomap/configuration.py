"""Settings of what asks services: from the environment, else from `geomap.toml`; and where answers are kept."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from geomap.errors import InputError

FILE = "geomap.toml"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file.

    Parameters
    ----------
    values
        As TOML gives them; empty without a file, or a table in it.
    path
        The file, or None.
    own
        Whether the file is the user's own, and not of the folder that they happen to be in.
    """

    values: Mapping[str, Any]
    path: Path | None
    own: bool


def read_table(*names: str) -> Table:
    """Read the table of a name, such as `reader`, `llm` for `[reader.llm]`.

    The file is the one that `GEOMAP_CONFIG` names, else `geomap.toml` in the current folder, else the one in the
    user's own folder for configurations.

    Raises
    ------
    InputError
        If the file can't be read.
    """
    path, own = _file()
    value: Any = _content(path) if path else {}
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return Table(dict(value) if isinstance(value, dict) else {}, path, own)


def read_fields(kind: type, values: Mapping[str, Any], *, prefix: str, owner: str, table: str) -> dict[str, Any]:
    """Give the fields of a dataclass that the environment (`prefix` and the name in capitals) or `values` set.

    Parameters
    ----------
    kind
        The dataclass; its fields are texts, numbers above 0, or yes and no.
    values
        Of the file.
    prefix
        Of the environment's variables.
    owner, table
        Whose settings these are, and where they stand, for messages.

    Raises
    ------
    InputError
        If a value is bad; the value itself is never shown.
    """
    wanted = {field.name: str(field.type) for field in fields(kind)}
    given = {name: value for name, value in values.items() if name in wanted}
    given |= {name: value for name in wanted if (value := os.environ.get(prefix + name.upper(), "").strip())}
    where = f"It stands in [{table}] of geomap.toml or in {prefix}%s."
    return {name: _value(name, wanted[name], value, owner, where % name.upper()) for name, value in given.items()}


def cache_folder(name: str) -> Path:
    """Give the folder in which answers of one sort are kept: under `GEOMAP_CACHE_DIR`, else in the user's own."""
    from platformdirs import user_cache_path

    named = os.environ.get("GEOMAP_CACHE_DIR")
    return (Path(named) if named else user_cache_path("geomap")) / name


def _file() -> tuple[Path | None, bool]:
    from platformdirs import user_config_path

    named = os.environ.get("GEOMAP_CONFIG")
    if named:
        return Path(named), True
    own = user_config_path("geomap") / FILE
    here = Path(FILE)
    return (here, False) if here.is_file() else (own, True) if own.is_file() else (None, True)


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror or error}.", value=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path} is not valid TOML: {error}.",
            value=str(path),
            hint="See docs/llm.md and docs/online.md for examples.",
        ) from error


def _value(name: str, kind: str, value: object, owner: str, where: str) -> object:
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
        raise InputError(f"The setting {name} of {owner} must be {wanted}.", value=name, hint=where) from None
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
