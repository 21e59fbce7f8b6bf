"""The documentation says what the code does: generated pages are current, links lead somewhere."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from gongkai.config.reference import PAGES

ROOT = Path(__file__).parents[1]
PAPERS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("name", PAGES)
def test_generated_reference_is_current(name):
    assert (ROOT / "docs" / "reference" / name).read_text() == PAGES[name](), "run `make docs`"


COMMANDS = [name for name, app in get_commands().items() if app.startswith("gongkai.")]
READ = re.findall(r'"(GONGKAI_[A-Z_]+)"', "".join(p.read_text() for p in (ROOT / "src").rglob("*.py")))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_reference_and_says_what_it_does(name):
    text = (ROOT / "docs" / "reference" / "commands.md").read_text()
    part = text.partition(f"## gongkai {name.replace('_', '-')}\n\n")[2].partition("\n")[0]
    assert re.search(r"[\u4e00-\u9fff]", part), f"{name} has no help"


@pytest.mark.parametrize("name", sorted(set(READ)))
def test_every_setting_is_in_the_reference_and_says_what_it_means(name):
    text = (ROOT / "docs" / "reference" / "settings.md").read_text()
    row = next((line for line in text.splitlines() if f"`{name}`" in line), "")
    assert re.search(r"[\u4e00-\u9fff]", row.split("|")[-2] if row else ""), f"{name} is not explained"


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_within_the_docs_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
        if not re.match(r"[a-z]+:|#", target):
            assert (path.parent / target.split("#")[0]).exists(), target


@pytest.mark.parametrize("name", ["tutorial", "howto", "reference", "explanation", "decisions"])
def test_each_mode_of_documentation_has_pages(name):
    assert list((ROOT / "docs" / name).glob("*.md"))


def test_every_make_target_says_what_it_is_for():
    text = (ROOT / "Makefile").read_text()
    phony = re.search(r"\.PHONY: (.*)", text)[1].split()
    assert [name for name in phony if not re.search(rf"^{name}:.*## \S", text, re.M)] == []


def test_the_readme_names_the_two_commands():
    text = (ROOT / "README.md").read_text()
    assert "make demo" in text and "make test" in text
