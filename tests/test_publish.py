"""All of a file or nothing."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap import PublishError
from geomap.publish import slug, write_text


def test_a_file_is_written_in_new_folders_with_the_usual_rights(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a" / "b" / "map.html", "Phở\r\n")

    assert path.read_bytes() == "Phở\r\n".encode()
    assert [file.name for file in path.parent.iterdir()] == ["map.html"]
    (tmp_path / "plain").touch()
    assert path.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_an_older_file_is_replaced_in_one_move(tmp_path: Path) -> None:
    path = write_text(tmp_path / "map.html", "old")
    write_text(path, "new")

    assert path.read_text() == "new"


def test_a_folder_in_the_way_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="is a folder"):
        write_text(tmp_path, "text")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_device_or_pipe_is_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PublishError, match="no regular file"):
        write_text(tmp_path / "pipe", "text")

    assert (tmp_path / "pipe").is_fifo()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link.html").symlink_to(tmp_path / "there" / "map.html")
    for text in ("first", "second"):
        write_text(tmp_path / "link.html", text)

        assert (tmp_path / "link.html").is_symlink()
        assert (tmp_path / "there" / "map.html").read_text() == text


def test_a_file_where_a_folder_should_be_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("keep")
    with pytest.raises(PublishError) as caught:
        write_text(tmp_path / "file" / "map.html", "text")

    assert caught.value.hint
    assert (tmp_path / "file").read_text() == "keep"


def test_nothing_half_written_stays_when_the_move_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_text(tmp_path / "map.html", "old")

    def refuse(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PublishError, match="No space left"):
        write_text(path, "new")

    assert [file.name for file in tmp_path.iterdir()] == ["map.html"]
    assert path.read_text() == "old"


def test_half_a_character_does_not_stop_a_page(tmp_path: Path) -> None:
    assert write_text(tmp_path / "map.html", "a\ud800b").read_text() == "a?b"


@given(st.text(max_size=200))
def test_a_slug_is_a_safe_file_name(title: str) -> None:
    name = slug(title)

    assert 1 <= len(name) <= 60
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
