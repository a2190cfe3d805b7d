"""The documentation says what the program does."""

import re
import runpy
from pathlib import Path

import pytest

from generator.cli import cli
from generator.render.package import tables

ROOT = Path(__file__).resolve().parents[2]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_command_line_reference_is_current() -> None:
    reference = runpy.run_path(str(ROOT / "docs" / "cli_reference.py"))["reference"]
    assert read("docs/cli.md") == reference(), "run `make docs`"


def test_the_list_of_errors_is_current() -> None:
    reference = runpy.run_path(str(ROOT / "docs" / "error_reference.py"))["reference"]
    assert read("docs/errors.md") == reference(), "run `make docs`"


def test_every_error_has_a_remedy() -> None:
    messages = runpy.run_path(str(ROOT / "docs" / "error_reference.py"))["messages"]()
    assert len(messages) > 60
    assert [(m.module, m.line, m.problem) for m in messages if not m.mend] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_both_readmes_name_every_command(name: str) -> None:
    text = read(name)
    assert all(f"`gongbao {command}" in text for command in cli.commands)
    assert "make site" in text and "make test" in text


def test_the_readmes_have_the_same_sections_links_and_code() -> None:
    english, chinese = read("README.md"), read("README.zh-CN.md")
    for pattern in (r"^##? ", r"\]\(([^)]+)\)", r"`(gongbao [^`]+|make [^`]+)`", r"^    make \w+"):
        one, other = (sorted(re.findall(pattern, text, re.MULTILINE)) for text in (english, chinese))
        assert [x for x in one if "README" not in x] == [x for x in other if "README" not in x]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "content/README.md", *sorted(
    p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").glob("*.md"))])  # fmt: skip
def test_links_between_documents_lead_somewhere(name: str) -> None:
    for link in re.findall(r"\]\(([^)#]+)", read(name)):
        if "://" not in link:
            assert (ROOT / name).parent.joinpath(link).exists(), link


@pytest.mark.parametrize("name", sorted(tables()["tables"]))
def test_every_field_of_the_data_package_is_described(name: str) -> None:
    table = tables()["tables"][name]
    parts = re.split(r"^## (.+)$", read("docs/data-package.md"), flags=re.MULTILINE)
    section = next(
        text for heading, text in zip(parts[1::2], parts[2::2], strict=True) if f"{name}.{table['format']}" in heading
    )
    assert not [field for field in table["fields"] if f"`{field}`" not in section]


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = read("Makefile")
    for target in re.findall(r"`?make (\w+)`?", read("README.md")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
