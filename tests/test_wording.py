"""Quotes are found where they stand: white space, dashes and quotation marks may differ, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.reader_llm.question import parts
from geomap.reader_llm.wording import Wording

TEXT = "“We’re off,” said Dr. Smith —\nand flew to Hà Nội\u00a0on 3–5 May. Then he left!"


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ('"We\'re off," said Dr. Smith', "“We’re off,” said Dr. Smith"),
        ("Smith - and flew", "Smith —\nand flew"),
        ("Hà Nội on 3-5 May", "Hà Nội\u00a0on 3–5 May"),
        ("  flew to  Hà Nội ", "flew to Hà Nội"),
        ("Ha Noi", None),
        ("FLEW TO", None),
        ("off said", None),
        ("We're", "We’re"),
        ("Smit", None),
        ("lew to", None),
        ("!", None),
        ("", None),
    ],
)
def test_only_white_space_dashes_and_quotation_marks_may_differ(quote: str, found: str | None) -> None:
    spans = list(Wording(TEXT).find(quote))
    assert [TEXT[start:end] for start, end in spans] == ([found] if found else [])


@given(st.data())
def test_any_run_of_whole_words_is_found_where_it_stands(data: st.DataObject) -> None:
    words = st.lists(st.sampled_from(["a", "Hanoi", "’s", "“so”", "–", "3", "été", "\u00a0", "\n", " "]), min_size=1)
    text = " ".join(data.draw(words))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    whole = (start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())) and (
        end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    )
    spans = list(Wording(text).find(quote))
    assert all(0 <= first < last <= len(text) for first, last in spans)
    if whole and any(char.isalnum() for char in quote):
        first, last = start + len(quote) - len(quote.lstrip()), end - (len(quote) - len(quote.rstrip()))
        assert (first, last) in spans


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("Smith", "“We’re off,” said Dr. Smith —\nand flew to Hà Nội\u00a0on 3–5 May."),
        ("left", "Then he left!"),
    ],
)
def test_a_sentence_ends_at_its_mark_and_not_at_a_title(inside: str, sentence: str) -> None:
    start = TEXT.index(inside)
    first, last = Wording(TEXT).sentence(start, start + len(inside))
    assert TEXT[first:last] == sentence


@given(st.text(alphabet="ab.\n ", min_size=1, max_size=12_000).map(lambda text: text * 2))
def test_parts_cover_the_whole_text_and_overlap(text: str) -> None:
    cut = parts(text, 3_000)
    at = 0
    for part in cut:
        start = text.index(part, max(0, at - len(part)))
        assert start <= at
        at = max(at, start + len(part))
    assert at == len(text)
