"""JSON Lines: one result a line, in order, under the key that it came with."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lengths import length

from geomap import InputError
from geomap.lines import Line, answer_lines, in_order, read_lines, worthwhile


def answers(path: Path, *, key: str = "id", empty: Mapping[str, object] | None = None) -> list[dict[str, object]]:
    return [json.loads(result) for result, _ in answer_lines(read_lines(path), length, key=key, empty=empty)]


def written(folder: Path, *lines: bytes) -> Path:
    path = folder / "lines.jsonl"
    path.write_bytes(b"\n".join(lines))
    return path


def test_a_result_a_line_in_order(tmp_path: Path) -> None:
    path = written(tmp_path, b'{"id": "b", "text": "xx"}', b'{"id": "a", "text": "x"}', b"")

    assert answers(path) == [{"id": "b", "length": 2}, {"id": "a", "length": 1}]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"", "the line is empty."),
        (b"   ", "the line is empty."),
        (b"{", "the line is not valid JSON."),
        (b"[" * 100_000, "the line is not valid JSON."),
        (b'{"id": ' + b"1" * 5000 + b"}", "the line is not valid JSON."),
        (b'{"id": 1e999, "text": "x"}', "the line is not valid JSON."),
        (b'{"id": NaN, "text": "x"}', "the line is not valid JSON."),
        (b"[1]", "the line is not a JSON object."),
        (b'{"text": "\xff"}', "the line is not in UTF-8."),
    ],
)
def test_a_bad_line_is_answered_in_its_place(tmp_path: Path, line: bytes, problem: str) -> None:
    path = written(tmp_path, b'{"id": 1, "text": "x"}', line, b'{"id": 3, "text": "x"}')

    assert answers(path) == [
        {"id": 1, "length": 1},
        {"id": None, "line": 2, "error": problem},
        {"id": 3, "length": 1},
    ]


def test_a_bad_line_keeps_its_key_and_what_a_result_always_holds(tmp_path: Path) -> None:
    path = written(tmp_path, b'{"doc_id": "d", "text": null}', b"?")

    assert answers(path, key="doc_id", empty={"toponyms": []}) == [
        {"doc_id": "d", "line": 1, "error": 'there is no "text".', "toponyms": []},
        {"doc_id": None, "line": 2, "error": "the line is not valid JSON.", "toponyms": []},
    ]


def test_the_key_that_a_line_came_with_stays_beside_the_output_s_own(tmp_path: Path) -> None:
    assert answers(written(tmp_path, b'{"doc_id": "d", "text": "x"}')) == [{"doc_id": "d", "id": "d", "length": 1}]
    assert answers(written(tmp_path, b'{"text": "x"}')) == [{"id": None, "length": 1}]
    assert answers(written(tmp_path, b'{"id": [1, {"a": null}], "text": "x"}')) == [
        {"id": [1, {"a": None}], "length": 1}
    ]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, b'\xef\xbb\xbf{"id": 1, "text": "x"}\r', b'{"id": 2, "text": "x"}\r', b"")

    assert [answer["id"] for answer in answers(path)] == [1, 2]


@given(st.lists(st.text(st.characters(codec="utf-8"))))
def test_text_comes_through_whatever_it_holds(texts: list[str]) -> None:
    lines = (Line(number, {"id": text}, {"text": text}) for number, text in enumerate(texts, 1))
    results = [result for result, _ in answer_lines(lines, length, key="id")]

    assert [json.loads(result) for result in results] == [{"id": text, "length": len(text)} for text in texts]
    assert not any("\n" in result for result in results)


def test_a_missing_file_is_told() -> None:
    with pytest.raises(InputError, match=r"nowhere.jsonl can't be read: No such file"):
        list(read_lines(Path("nowhere.jsonl")))


@pytest.mark.parametrize("date", ["2024-06-17", "2024-06-17T08:30:00Z", "2024-06-17 08:30"])
def test_a_date_may_come_with_a_time(date: str) -> None:
    line = Line(1, {}, {"text": "The minister flew to Hanoi.", "date": date})
    assert line.document(lang="en").date == "2024-06-17"


@pytest.mark.parametrize("date", ["17 June", "2024-13-01", ""])
def test_a_date_that_is_none_counts_as_absent(date: str) -> None:
    assert Line(1, {}, {"text": "The minister flew to Hanoi.", "date": date}).document(lang="en").date is None


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({}, 'there is no "text"'),
        ({"text": None}, 'there is no "text"'),
        ({"text": " \n"}, 'the "text" is empty'),
        ({"text": 5}, '"text" is not a text'),
        ({"text": "x", "title": []}, '"title" is not a text'),
        ({"text": "half \ud83d"}, "half a character"),
    ],
)
def test_a_line_without_an_article_is_refused(fields: Mapping[str, object], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        Line(1, {}, fields).document(lang="en")


def test_context_may_be_a_text_or_several() -> None:
    assert Line(1, {}, {"context": "a"}).texts("context") == ("a",)
    assert Line(1, {}, {"context": ["a", "b"]}).texts("context") == ("a", "b")
    assert Line(1, {}, {"context": None}).texts("context") == ()
    with pytest.raises(InputError, match="neither a text nor a list"):
        Line(1, {}, {"context": [1]}).texts("context")


def test_several_processes_give_the_same_in_the_same_order(tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "text": "x" * n}).encode() for n in range(100)]
    path = written(tmp_path, *lines, b"{", b'{"id": "last"}')

    one = list(answer_lines(read_lines(path), length, key="id"))
    several = list(answer_lines(read_lines(path), length, key="id", jobs=2, processes=True))

    assert several == one
    assert len(one) == 102


@pytest.mark.parametrize("processes", [False, True])
def test_few_items_wait_however_many_there_are(processes: bool) -> None:
    taken = []

    def items() -> Iterator[int]:
        for n in range(2000):
            taken.append(n)
            yield n

    results = in_order(abs, items(), jobs=2, processes=processes)
    assert next(results) == 0
    assert len(taken) < 200
    results.close()


def test_a_small_file_is_worth_one_process_and_a_stream_too(tmp_path: Path) -> None:
    assert worthwhile(written(tmp_path, b'{"text": "x"}'), start_bytes=1000) == 1
    assert worthwhile(Path("-"), start_bytes=1) == 1
    assert worthwhile(tmp_path / "missing", start_bytes=1) == 1
