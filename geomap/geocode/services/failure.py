"""How a request fails."""


class Failed(Exception):
    """A request that gave no answer.

    Parameters
    ----------
    says
        What to tell a person, as the end of a sentence.
    again
        Whether another try may help.
    wait_s
        How long the service asks us to wait, or None.
    final
        Whether there is no use in asking it anything else.
    """

    def __init__(self, says: str, *, again: bool = False, wait_s: float | None = None, final: bool = False) -> None:
        super().__init__(says)
        self.says = says
        self.again = again
        self.wait_s = wait_s
        self.final = final
