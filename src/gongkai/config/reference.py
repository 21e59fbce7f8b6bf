"""Reference pages made from the code itself, so that they cannot lag behind it."""

import argparse
import ast
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands, load_command_class

from gongkai.api.reference import api_page
from gongkai.clocks.reference import limits_page
from gongkai.registers.reference import registers_page, schema_page
from gongkai.ui import notation

KINDS = {
    "flag": "0/1",
    "text": "文字",
    "words": "逗号分隔",
    "number": "整数",
    "networks": "网段，逗号分隔",
    "origins": "主机，逗号分隔",
    "secret": "密文",
}


@dataclass(frozen=True)
class Setting:
    name: str
    kind: str
    default: str
    note: str


def settings_of(source: str) -> Iterator[Setting]:
    """Yield every environment variable that ``source`` reads, with the comment on the line it is read."""
    comments = {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.generate_tokens(StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in KINDS:
            name = node.args[0]
            if isinstance(name, ast.Constant) and str(name.value).startswith("GONGKAI_"):
                default = ast.unparse(node.args[1]).strip("'\"") if len(node.args) > 1 else ""
                lines = range(node.lineno, (node.end_lineno or node.lineno) + 2)  # or beside the bracket
                note = next((comments[line] for line in lines if line in comments), "")
                yield Setting(str(name.value), node.func.attr, default, note)


def settings_page() -> str:
    source = Path(settings.SOURCE, "src/gongkai/config/settings.py").read_text()
    rows = sorted(set(settings_of(source)), key=lambda each: each.name)
    lines = [
        f"| `{row.name}` | {KINDS[row.kind]} | `{row.default or '（空）'}` | {row.note} |" for row in rows
    ]
    return "\n".join(
        [
            "# 设置",
            "",
            "全部设置来自环境变量。本页由 `gongkai reference` 生成。",
            "",
            "| 变量 | 类型 | 默认 | 含义 |",
            "|---|---|---|---|",
            *lines,
            "",
        ]
    )


def commands_page() -> str:
    ours = sorted(name for name, app in get_commands().items() if app.startswith("gongkai."))
    parts = ["# 命令", "", "每条命令写作 `gongkai <名称>`。本页由 `gongkai reference` 生成。", ""]
    for name in ours:
        command = load_command_class(get_commands()[name], name)
        shown = name.replace("_", "-")
        parts += [f"## gongkai {shown}", "", str(command.help), ""]
        parser = command.create_parser("gongkai", shown)
        rows = [
            f"- `{name_of(action)}` {action.help or ''}".rstrip()
            for action in parser._actions
            if not (set(action.option_strings) & BASE_OPTIONS)
        ]
        parts += [*rows, ""] if rows else []
    return "\n".join(parts)


def name_of(action: argparse.Action) -> str:
    return " ".join(action.option_strings) or str(action.metavar or action.dest)


BASE_OPTIONS = {
    "-h",
    "--help",
    "--version",
    "-v",
    "--verbosity",
    "--settings",
    "--pythonpath",
    "--traceback",
    "--no-color",
    "--force-color",
    "--skip-checks",
}


def glossary_page() -> str:
    terms = notation.load(Path(settings.CATALOGUE, "terms.yaml").read_text())["terms"]
    rows = [f"| {term['title']} | `{term['word']}` | {term.get('article', '')} |" for term in terms]
    return "\n".join(
        [
            "# 术语",
            "",
            "一个概念一个词，代码、文档、网址都用它。",
            "本页由 `gongkai reference` 根据 `catalogue/terms.yaml` 生成。",
            "",
            "| 中文 | 英文 | 出处 |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


PAGES = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "limits.md": limits_page,
    "glossary.md": glossary_page,
    "registers.md": registers_page,
    "api.md": api_page,
    "register.schema.json": schema_page,
}
