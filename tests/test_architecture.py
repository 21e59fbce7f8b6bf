"""The house rules that a machine can check. import-linter (`make check`) checks the arrows of imports."""

import ast
import tomllib
from pathlib import Path

from django.apps import apps

from tests.conftest import LONGEST
from tests.each import each_of

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "gongkai"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYERS = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
HEIGHT = {app.strip(" ()"): -i for i, layer in enumerate(LAYERS) for app in layer.split("|")}
FILES = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
TEXTS = [
    path
    for pattern in ("*.py", "*.html", "*.css", "*.js", "*.yaml", "*.go", "*.sh")
    for folder in ("src", "tests", "bench", "catalogue", "tools", "deploy")
    for path in (ROOT / folder).rglob(pattern)
    if "migrations" not in path.parts
]
BANNED = {"selectors", "managers", "signals", "utils", "helpers", "common", "core", "tasks", "constants"}


def relations():
    for model in apps.get_models():
        if model.__module__.startswith("gongkai."):
            for field in model._meta.get_fields():
                if field.many_to_one or field.one_to_one or field.many_to_many:
                    if not field.auto_created:
                        yield field


@each_of(relations())
def test_foreign_keys_point_downwards(field):
    here, there = field.model._meta.app_label, field.related_model._meta.app_label
    if there not in HEIGHT:
        assert there in {"auth", "contenttypes"}
        return
    assert here == there or HEIGHT[here] > HEIGHT[there]


@each_of(TEXTS)
def test_no_file_is_longer_than_four_hundred_lines(path):
    allowed = 1000 if path.suffix == ".yaml" else 400  # declared facts, not code
    assert len(path.read_text().splitlines()) <= allowed


def test_every_app_has_its_place():
    folders = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    assert folders == set(HEIGHT)


@each_of(FILES)
def test_no_module_is_named_for_nothing(path):
    assert path.stem not in BANNED


WRITES = set("save delete create update bulk_create bulk_update get_or_create update_or_create".split())


def view_files():
    return [path for path in FILES if path.stem == "views" or path.parent.name == "views"]


@each_of(view_files())
def test_views_do_not_write(path):
    """``services.save(…)`` is a verb, ``context.update(…)`` fills a dict; anything else is a write."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            verb = name.endswith("services") or name.isupper()
            plain = node.func.attr == "update" and (isinstance(owner, ast.Name) or name == "headers")
            unsaved = any(keyword.arg == "commit" for keyword in node.keywords)  # form.save(commit=False)
            assert verb or plain or unsaved, f"{path.name}:{node.lineno} writes"


@each_of(FILES)
def test_only_views_and_commands_read_the_clock(path):
    if path.stem in {"views", "middleware"} or {"views", "commands"} & set(path.parts):
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            read = (node.value.id, node.attr)
            assert read not in {("timezone", "now"), ("datetime", "now"), ("date", "today"), ("time", "time")}


@each_of(SOURCE.rglob("migrations/0*.py"))
def test_migrations_do_not_import_the_product(path):
    tree = ast.parse(path.read_text())
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert not [name for name in modules if name.split(".")[0] == "gongkai"]


@each_of(SOURCE.rglob("*.html"))
def test_templates_hold_no_inline_style_script_or_handler(path):
    text = path.read_text()
    assert "style=" not in text.replace("data-style=", "")
    handlers = (" onclick=", " onload=", " onchange=", " onsubmit=", "javascript:")
    assert not [word for word in handlers if word in text]
    for piece in text.split("<script")[1:]:
        head = piece.split(">")[0]
        assert "src=" in head or "application/ld+json" in head or "nonce=" in head


def test_the_files_that_begin_first_are_there():
    assert not [name for name in LONGEST if not (ROOT / "tests" / name).exists()]
