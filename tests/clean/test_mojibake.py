"""Mojibake comes back exactly, or stays as it is."""

from __future__ import annotations

import pytest

from tests.clean.outline import clean

UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # in Windows-1252; decoders pass them through


def western(text: str) -> str:
    return "".join(chr(b) if b in UNDEFINED else bytes([b]).decode("cp1252") for b in text.encode())


TEXT = "市政府工作报告，审议通过有关决定"


@pytest.mark.parametrize("garbled", [western(TEXT), TEXT.encode().decode("gb18030")], ids=["cp1252", "gb18030"])
def test_restores_what_the_bytes_prove(garbled: str) -> None:
    (report,) = clean(f"工作报告\n\n{garbled}。\n").reports
    assert report.paragraphs[0].text == f"{TEXT}。"


def test_what_lost_a_byte_stays_as_it_is() -> None:
    garbled = "市政府工作报告，审议通过".encode()[:-1].decode("gb18030", "replace")
    (report,) = clean(f"工作报告\n\n{garbled}。\n").reports
    assert garbled.rstrip("\ufffd") in report.paragraphs[0].text


def test_chinese_that_happens_to_decode_stays() -> None:
    (report,) = clean("工作报告\n\n与联通公司合作，建设智慧城市。\n").reports
    assert report.paragraphs[0].text == "与联通公司合作，建设智慧城市。"
