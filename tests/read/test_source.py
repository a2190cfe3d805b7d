import hashlib
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import Problems, SidecarError, SourceError
from generator.read import decode, read_source
from generator.read.formats import by_name, formats
from generator.read.source import LONGEST_LINE

TEXT = "各位代表：\r\n　　现在，我代表市人民政府向大会报告工作。2025年，办结建议98件，满意率87.48%。\n" * 3

# Text in any of the encodings, bytes put in or taken out: what real files look like, and worse.
encoded = st.builds(
    lambda text, codec, at, junk: (raw := text.encode(codec, "replace"))[: at % (len(raw) + 1)] + junk + raw[at:],
    st.text(st.characters(codec="utf-8"), max_size=60) | st.just(TEXT),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5", "latin-1"]),
    st.integers(0, 200),
    st.binary(max_size=4),
)


@settings(deadline=None)  # the first call of chardet loads its models
@given(st.binary() | encoded)
def test_any_bytes_come_back(raw):
    text, codec = decode(raw)
    assert text.encode(codec, "surrogateescape") == raw
    assert raw.decode(codec, "surrogateescape") == text


@pytest.mark.parametrize(
    ("raw", "codec"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("gb18030"), "gb18030"),
        ("政府工作报告 㐂𠀀".encode("gb18030"), "gb18030"),
        (b"", "utf-8"),
        (b"2025", "utf-8"),
    ],
)
def test_encodings(raw, codec):
    text, found = decode(raw)
    assert found == codec
    assert not any("\udc80" <= c <= "\udcff" for c in text)


@pytest.mark.parametrize("bom", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_byte_order_mark_is_the_first_character(bom):
    codec = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}[bom]
    text, _ = decode(bom + "报告".encode(codec))
    assert text == "\ufeff报告"


def test_a_few_bad_bytes_leave_utf8_what_it_is():
    raw = TEXT.encode()
    text, codec = decode(raw[:100] + b"\xff\xc3" + raw[100:])
    assert codec == "utf-8"
    assert text.count("满意率") == 3
    assert len([c for c in text if "\udc80" <= c <= "\udcff"]) <= 4


def test_a_truncated_utf8_file_stays_utf8():
    assert decode(TEXT.encode()[:-2])[1] == "utf-8"


def test_a_few_bad_bytes_leave_gb18030_what_it_is():
    raw = TEXT.encode("gb18030")
    text, codec = decode(raw[:50] + b"\xff" + raw[50:] + b"\xc4")
    assert codec == "gb18030"
    assert text.count("满意率") == 3


def test_big5_is_not_taken_for_gb18030():
    text, codec = decode(("政府工作報告，各位代表，現在我代表政府向大會報告工作。" * 20).encode("big5"))
    assert codec.startswith("big5")
    assert "各位代表" in text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    return folder


def test_source_record(root):
    (root / "a.txt").write_bytes(b"\xef\xbb\xbf" + "一\r\n二\r三\n".encode())
    source, sidecar = read_source(root, "a.txt")
    assert source.text == "\ufeff一\r\n二\r三\n"
    assert (source.path, source.encoding, source.size) == ("a.txt", "utf-8", 16)
    assert source.sha256 == hashlib.sha256((root / "a.txt").read_bytes()).hexdigest()
    assert sidecar.path == "a.txt.yml"
    assert sidecar.edits == ()


def test_sidecar_is_read(root):
    (root / "a.txt").write_text("报告", encoding="utf-8")
    (root / "a.txt.yml").write_text("year: 2025\n", encoding="utf-8")
    assert read_source(root, "a.txt")[1].facts.year == 2025


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "holds no text"),
        ("\ufeff 　\r\n".encode(), "holds no text"),
        (b"%PDF-1.7\n...", "this is a PDF"),
        (b"PK\x03\x04\x14\x00", "Word, Excel or ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word"),
        (b"\x00\x01\x02report", "binary file"),
        (b"\xff\xfe" + "报告".encode("utf-16-le") + b"\x00", "binary file"),
    ],
)
def test_files_that_hold_no_text(root, raw, problem):
    (root / "a.txt").write_bytes(raw)
    with pytest.raises(SourceError, match=problem) as error:
        read_source(root, "a.txt")
    assert error.value.file == "a.txt"
    assert error.value.mend


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/hostname", "b/../../secret.txt", "link.txt", "dir/secret.txt"])
def test_nothing_outside_the_folder_is_read(root, path):
    (root.parent / "secret.txt").write_text("秘密", encoding="utf-8")
    (root / "link.txt").symlink_to(root.parent / "secret.txt")
    (root / "dir").symlink_to(root.parent)
    with pytest.raises(SourceError, match="leads out of the sources folder"):
        read_source(root, path)


def test_a_sidecar_outside_the_folder_is_not_read(root):
    (root / "a.txt").write_text("报告", encoding="utf-8")
    (root.parent / "outside.yml").write_text("year: 2025", encoding="utf-8")
    (root / "a.txt.yml").symlink_to(root.parent / "outside.yml")
    with pytest.raises(SidecarError, match="leads out of the sources folder"):
        read_source(root, "a.txt")


def test_a_link_inside_the_folder_is_followed(root):
    (root / "a.txt").write_text("报告", encoding="utf-8")
    (root / "b.txt").symlink_to("a.txt")
    assert read_source(root, "b.txt")[0].text == "报告"


@pytest.mark.parametrize("path", ["a\nb.txt", "a\x00.txt", "a\udcff.txt", "a\u202etxt.md"])
def test_names_that_no_file_should_have(root, path):
    with pytest.raises(SourceError, match="rename the file"):
        read_source(root, path)


def test_what_is_no_file(root):
    (root / "folder.txt").mkdir()
    os.mkfifo(root / "pipe.txt")
    (root / "loop.txt").symlink_to("loop.txt")
    for path, problem in (
        ("folder.txt", "no regular file"),
        ("pipe.txt", "no regular file"),
        ("loop.txt", "cannot be read"),
        ("none.txt", "cannot be read"),
    ):
        with pytest.raises(SourceError, match=problem):
            read_source(root, path)


def test_too_large(root):
    (root / "a.txt").write_bytes(b"a" * 999 + b"\n" * (10**6 + 1 - 999))
    with pytest.raises(SourceError, match=r"a.txt: the file is larger than 1 MB; .*--max-size.*max_size"):
        read_source(root, "a.txt", max_size=1)
    assert read_source(root, "a.txt", max_size=2)[0].size == 10**6 + 1


def test_a_line_too_long(root):
    (root / "a.txt").write_text("报告\r\n" + "字" * LONGEST_LINE + "\r\n第三行\n", encoding="utf-8")
    assert read_source(root, "a.txt")
    (root / "b.txt").write_text("报告\r" + "字" * (LONGEST_LINE + 1) + "\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"b.txt:2: the line has 200001 characters.*each paragraph on a line"):
        read_source(root, "b.txt")


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html>\n<html><body><p>报告</p></body></html>",
        "\ufeff\n<html lang=zh>\n<p>报告",
        "<?xml version='1.0'?><!-- 存档 -->\n<HTML><p>报告",
        "<head><title>报告</title></head>报告",
        '<body class="main">报告</body>',
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_whole_web_page_is_no_text(root, page, name):
    (root / name).write_text(page, encoding="utf-8")
    with pytest.raises(SourceError, match="this is a web page, not a text; open it in a browser"):
        read_source(root, name)


@pytest.mark.parametrize(
    "text",
    [
        "某区工作报告\n<p>一、主要工作</p>\n<br>全年",
        "<div>某区工作报告</div>",
        "<bodywork>某区工作报告",
        "某区工作报告\n<html><body><table><tr><td>件</td></tr></table></body></html>",
        "<html><body><table><tr><td>件</td></tr></table></body></html>",
    ],
)
def test_tags_in_a_text_are_left_to_cleaning(root, text):
    (root / "a.txt").write_text(text, encoding="utf-8")
    assert read_source(root, "a.txt")[0].text == text


def test_every_kind_of_file_has_a_remedy_in_both_languages():
    ends = [end for kind in formats() for end in kind.ends]
    assert len(ends) == len(set(ends)) and {"txt", "md"}.isdisjoint(ends) and formats()[-1].ends == ()
    assert all(kind.what and kind.mend and re.search("[\u4e00-\u9fff]", kind.zh) for kind in formats())
    for name in ("报告.DOCX", "a.wps", "a.doc", "a.pdf", "a.html", "a.xlsx", "a.rtf", "a.b.odt", "a", "a.xyz"):
        assert by_name(name).mend
    assert by_name("报告.DOCX").what == "a Word, Excel or ZIP file" and by_name("docx") == formats()[-1]


def test_a_broken_sidecar_tells_all_its_problems(root):
    (root / "a.txt").write_text("报告", encoding="utf-8")
    (root / "a.txt.yml").write_text("yaer: 2025\nurl: ftp://x\n", encoding="utf-8")
    with pytest.raises(Problems) as error:
        read_source(root, "a.txt")
    assert [str(p) for p in error.value.problems] == [
        "a.txt.yml:1: 'yaer' is not known here; did you mean year?",
        "a.txt.yml:2: url: 'ftp://x' cannot be used; write an address that begins with https://",
    ]
