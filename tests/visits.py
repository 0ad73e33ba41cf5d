"""A page that is open in a browser."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page


@dataclass
class Visit:
    """A page, its requests beyond itself, and all that it wrote to the console."""

    page: Page
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


Open = Callable[..., Visit]
Serve = Callable[..., str]


def settle(page: Page) -> None:
    """Wait until what was asked of the page is drawn."""
    for frame in page.frames:  # by a timer: one that is out of sight gets no frames to draw
        frame.wait_for_function("() => !document.querySelector('[aria-busy=true]')", polling=50)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
