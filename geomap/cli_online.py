"""The command line's options and command about services that are asked for places."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from geomap.cli_readers import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.geocode.services import Service
    from geomap.model import Candidate

Online = Annotated[
    str | None,
    typer.Option(metavar="NAME[=URL]", help="Ask for what geomap can't place; see `geomap services -h`."),
]
# Told in the help of `geomap services`, so that the others fit a screen
Contact = Annotated[str | None, typer.Option(hidden=True)]
NoCache = Annotated[bool, typer.Option("--no-cache", hidden=True)]


def opened(name: str | None, *, contact: str | None, no_cache: bool) -> "Service | None":
    """Open the service that was asked for."""
    if name is None:
        if contact is not None or no_cache:
            raise typer.BadParameter(
                "It goes with --online NAME.", param_hint="--no-cache" if no_cache else "--contact"
            )
        return None
    from geomap.geocode.services import open_service

    return open_service(name, contact=contact, keep=not no_cache, tell=say)


def candidates(service: "Service | None") -> "Callable[..., tuple[Candidate, ...]]":
    """Give what lists candidates, with a service's or without."""
    if service is None:
        from geomap.geocode import candidates as offline

        return offline
    from geomap.geocode.online import candidates_online

    return partial(candidates_online, service=service)


def services() -> None:
    """List the services that --online takes, and what each still needs.

    With --online NAME, map, stops and geocode ask a service for what the
    gazetteer can't place well, and say what is sent. NAME=URL asks a server
    of your own, such as nominatim=https://geo.example.org. Further options:

    --contact ADDRESS   whom public Nominatim may write to, mail or page
    --no-cache          keep no answers, and use no kept ones
    """
    from geomap.export import columns
    from geomap.geocode.services import known_services

    rows = [(policy.service, policy.source, lacking or "ready") for policy, lacking in known_services()]
    typer.echo(columns(rows), nl=False)
