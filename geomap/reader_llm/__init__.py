"""A language model as reader: any OpenAI-compatible endpoint asks, the text decides.

What the model claims is checked against the article; places come from the gazetteer; answers are kept, so that the
same input gives the same itinerary. Needs the extra `llm`, which is imported only when this reader is opened.
"""

from importlib.util import find_spec

from geomap.errors import InputError
from geomap.plugins import Reader, ReaderOptions

__all__ = ["open_reader"]

_NEEDS = ("anyio", "jsonschema", "openai")


def open_reader(options: ReaderOptions) -> Reader:
    """Give the reader that asks the configured model.

    Raises
    ------
    InputError
        If the extra `llm` is not installed, or the endpoint is not configured.
    """
    missing = [name for name in _NEEDS if find_spec(name) is None]
    if missing:
        raise InputError(
            f"The reader llm needs packages that are not installed: {', '.join(missing)}.",
            value=missing,
            hint='Install geomap with its extra llm: pip install ".[llm]" in its folder.',
        )
    from geomap.reader_llm.answers import Answers
    from geomap.reader_llm.reader import LanguageModelReader
    from geomap.reader_llm.settings import read_settings

    answers = Answers(options)
    settings = read_settings(model=answers.replayed_model)
    return LanguageModelReader(settings, answers, options)
