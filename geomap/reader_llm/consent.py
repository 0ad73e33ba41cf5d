"""Before unpublished text leaves this machine for the first time, a person says yes."""

import threading
from collections.abc import Callable
from pathlib import Path

from geomap.errors import InputError
from geomap.reader_llm.settings import Settings

_LOCK = threading.Lock()


def make_sure(settings: Settings, ask: Callable[[str], bool] | None) -> None:
    """Return if text may be sent to the endpoint: it is on this machine, configured so, or a person said so once.

    Raises
    ------
    InputError
        If the person says no, or nobody is there to ask.
    """
    if settings.is_local or settings.consent:
        return
    with _LOCK:
        given = _file()
        if given.is_file() and settings.origin in given.read_text(encoding="utf-8").splitlines():
            return
        open_line = " The connection is not encrypted." if settings.origin.startswith("http:") else ""
        question = (
            f"The article's text leaves this machine: it is sent to {settings.origin} (model {settings.model})."
            f"{open_line} Unpublished text may be confidential. Send it, now and from now on?"
        )
        hint = "For runs without a person set GEOMAP_LLM_CONSENT=yes; --dry-run shows what would be sent."
        if ask is None:
            raise InputError(
                f"The text would be sent to {settings.origin}, and nobody has agreed to that yet.",
                value=settings.origin,
                hint=hint,
            )
        if not ask(question):
            raise InputError("Nothing was sent.", value=settings.origin, hint=hint)
        try:
            given.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with given.open("a", encoding="utf-8") as file:
                file.write(settings.origin + "\n")
        except OSError:
            return  # it will be asked again


def _file() -> Path:
    from platformdirs import user_state_path

    return user_state_path("geomap") / "endpoints-agreed-to.txt"
