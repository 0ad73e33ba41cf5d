"""How a service is asked: from `--online NAME` or `NAME=URL`, the environment, and `geomap.toml`."""

import inspect
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from geomap.configuration import read_fields, read_table
from geomap.errors import GeomapError, InputError
from geomap.geocode.services.policies import Policy, policies, policy_of

#: Parameters of geopy's classes that are no secrets; their other texts are.
_OPEN = {"domain", "scheme", "auth_domain", "referer", "channel"}
#: What geopy's classes take from us and not from a person's settings.
_OURS = {"self", "timeout", "proxies", "user_agent", "ssl_context", "adapter_factory", "token_lifetime"}
#: An address of electronic mail or of a page.
_CONTACT = re.compile(r"[!-~]+@[!-~]+\.[!-~]+|https?://[!-~]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits within which services are asked; each stands in `[online]` or in `GEOMAP_ONLINE_…`.

    Parameters
    ----------
    contact
        Whom a public service may write to, an address of mail or of a page; sent to services that ask for it only.
    timeout_s
        Seconds for one request, in all.
    tries
        How often a request is made before it counts as failed.
    wait_s
        Seconds before the second try, doubled for each further one; what the service asks for goes first.
    longest_wait_s
        Seconds that a service may ask us to wait; above that it is asked no more.
    failures
        So many requests in a row may fail before the service is asked no more.
    most
        Requests in one run; 0 for what the service's policy says. A policy's own limit can't be raised.
    """

    contact: str = ""
    timeout_s: float = 10.0
    tries: int = 3
    wait_s: float = 1.0
    longest_wait_s: float = 60.0
    failures: int = 3
    most: int = 0


@dataclass(frozen=True, slots=True)
class Connection:
    """A service as it will be asked.

    Parameters
    ----------
    policy
        Of the service.
    settings
        Limits.
    parameters
        Of geopy's class, secrets apart.
    secrets
        Its keys and the like, by parameter.
    origin
        Scheme and host that requests go to, in small letters.
    public
        Whether that is the service's public server, whose policy counts.
    """

    policy: Policy
    settings: Settings
    parameters: Mapping[str, str]
    secrets: Mapping[str, str]
    origin: str
    public: bool

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine, so that nothing leaves it."""
        host = urlsplit(self.origin).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    @property
    def apart_s(self) -> float:
        """Seconds between two requests."""
        return self.policy.apart_s if self.public else 0.0

    @property
    def most(self) -> int | None:
        """Requests in one run, or None."""
        limits = [self.settings.most, self.policy.most if self.public else 0]
        return min((limit for limit in limits if limit), default=None)


def known_services() -> tuple[tuple[Policy, str], ...]:
    """Give every service with what it still needs to be asked, or "" where it is ready."""
    return tuple((policy, _lacking(name)) for name, policy in policies().items())


def read_connection(asked: str, *, contact: str | None = None) -> Connection:
    """Read how the service is asked that a person named.

    Parameters
    ----------
    asked
        `nominatim`, or `nominatim=https://geo.example.org` for one's own server.
    contact
        Whom the service may write to, where the settings don't say.

    Raises
    ------
    UnknownPlugin
        If geopy has no such service.
    InputError
        If a setting is missing or bad. No key is ever shown.
    """
    name, _, url = asked.partition("=")
    policy = policy_of(name)
    table = read_table("online")
    own = table.values.get(policy.service)
    settings = Settings(
        **read_fields(Settings, table.values, prefix="GEOMAP_ONLINE_", owner="online services", table="online")
    )
    if contact is not None:
        settings = replace(settings, contact=contact.strip())
    _check(settings, [key for key, value in table.values.items() if not isinstance(value, dict)])
    wanted = _parameters(policy.service)
    given = _given(policy, wanted, own if isinstance(own, dict) else {}, safe=table.own)
    if url:
        given |= _address(policy, wanted, url.strip())
    lacking = [key for key, needed in wanted.items() if needed and key not in given]
    if lacking:
        raise _incomplete(policy, lacking)
    host = str(given.get("domain") or _default(policy.service, "domain") or policy.service)
    scheme = str(given.get("scheme") or _default(policy.service, "scheme") or "https")
    public = _host(host) == _host(str(_default(policy.service, "domain") or policy.service))
    connection = Connection(
        policy,
        settings,
        {key: value for key, value in given.items() if key in _OPEN},
        {key: value for key, value in given.items() if key not in _OPEN},
        f"{scheme}://{host.split('/')[0].lower()}",
        public,
    )
    if public and policy.contact and not settings.contact:
        raise InputError(
            f"The public {policy.source} wants to know whom to write to: give --contact desk@example.org.",
            value=asked,
            hint=f"Or set GEOMAP_ONLINE_CONTACT, or ask a server of your own: --online {policy.service}=https://…",
        )
    return connection


def _parameters(service: str) -> dict[str, bool]:
    """Give the texts that geopy's class takes, and whether it needs them."""
    from geopy.geocoders import SERVICE_TO_GEOCODER

    found = inspect.signature(SERVICE_TO_GEOCODER[service].__init__).parameters.values()
    needed = {one.name: one.default is one.empty for one in found if one.name not in _OURS}
    if "api_key" in needed and service in {"google", "googlev3"}:
        needed["api_key"] = True  # geopy lets it out for signed requests of old
    if "apikey" in needed:
        needed["apikey"] = True
    return needed


def _default(service: str, parameter: str) -> object:
    from geopy.geocoders import SERVICE_TO_GEOCODER

    found = inspect.signature(SERVICE_TO_GEOCODER[service].__init__).parameters.get(parameter)
    return None if found is None or found.default is found.empty else found.default


def _given(policy: Policy, wanted: Mapping[str, bool], own: Mapping[str, Any], *, safe: bool) -> dict[str, str]:
    where = f"[online.{policy.service}]"
    given = {}
    for key, value in own.items():
        if key not in wanted or not isinstance(value, str):
            raise InputError(
                f"{key} is no setting of {where}, or is no text.", value=key, hint=f"Known are {', '.join(wanted)}."
            )
        if key not in _OPEN and not safe:
            raise InputError(
                f"geomap.toml in this folder holds {key} of {where}: it may be passed on with the folder.",
                value=key,
                hint=f"Put it into {_variable(policy, key)}, or into the file of your own that docs/online.md names.",
            )
        given[key] = value.strip()
    given |= {key: value for key in wanted if (value := os.environ.get(_variable(policy, key), "").strip())}
    for key, value in given.items():
        if not (value.isascii() and value.isprintable()):
            raise InputError(f"{key} of {where} holds characters that it can't have.", value=key)
    if given.get("scheme", "https") not in {"http", "https"}:
        raise InputError(f"scheme of {where} is http or https.", value="scheme")
    return given


def _address(policy: Policy, wanted: Mapping[str, bool], url: str) -> dict[str, str]:
    """Read the address of a server of one's own."""
    if "domain" not in wanted:
        raise InputError(f"{policy.source} has no servers but its own.", value=url, hint=f"--online {policy.service}")
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and url.isascii()
    except ValueError:
        good = False
    if not good or parts.query or parts.fragment or re.search(r"[\s<>\"\\]", url):
        raise InputError(
            f"{policy.service}=… is no web address.", hint=f"It is like {policy.service}=https://geo.example.org."
        )
    if parts.username or parts.password:
        raise InputError("The address holds a name or password.", hint="Let the server know you by its network.")
    if "scheme" not in wanted and parts.scheme != "https":
        raise InputError(f"{policy.source} is asked over https only.", value=url)
    scheme = {"scheme": parts.scheme} if "scheme" in wanted else {}
    return {"domain": f"{parts.netloc}{parts.path}".strip("/"), **scheme}


def _check(settings: Settings, names: list[str]) -> None:
    wanted = [field.name for field in fields(Settings)]
    for name in names:
        if name not in wanted:
            raise InputError(f"{name!r} is no setting of [online].", value=name, hint=f"Known are {', '.join(wanted)}.")
    if settings.contact and not (_CONTACT.fullmatch(settings.contact) and len(settings.contact) <= 200):
        raise InputError(
            f"{settings.contact!r} is no address to write to.",
            value=settings.contact,
            hint="It is like desk@example.org or https://example.org/contact.",
        )
    if not settings.timeout_s:
        raise InputError("timeout_s of online services must be above 0.", value="timeout_s")


def _incomplete(policy: Policy, lacking: list[str]) -> InputError:
    if lacking == ["domain"]:
        return InputError(
            f"{policy.source} runs on servers of one's own: give --online {policy.service}=https://geo.example.org.",
            value=policy.service,
        )
    return InputError(
        f"{policy.source} needs {' and '.join(_variable(policy, key) for key in lacking)}.",
        value=policy.service,
        hint="Set the variable; docs/online.md says where else a key may stand.",
    )


def _lacking(service: str) -> str:
    try:
        read_connection(service)
    except GeomapError as error:
        return error.message
    return ""


def _variable(policy: Policy, parameter: str) -> str:
    return f"GEOMAP_{policy.service}_{parameter}".upper()


def _host(domain: str) -> str:
    """Give the host of a domain as geopy takes it, one spelling for all."""
    return (urlsplit(f"//{domain}").hostname or "").rstrip(".")
