"""Consistent copies of the database: the one place that speaks to each engine in its own words."""

import os
import shutil
import sqlite3
import subprocess  # noqa: S404 - runs the database's own tools with fixed arguments
from contextlib import closing
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import connection

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class SnapshotFailed(Exception):
    """The database could not be copied or put back; the message says why."""


def take(target: Path) -> str:
    """Copy the database as of one moment to ``target``, readers and writers going on; return its kind."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as source:
            with closing(sqlite3.connect(target)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")
        return "sqlite"
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    return "postgresql"


def put_back(source: Path, *, kind: str) -> None:
    """Replace an empty database by the copy of the same kind; raises SnapshotFailed if it holds anything."""
    if kind != connection.vendor:
        raise SnapshotFailed(
            f"备份来自 {NAMES.get(kind, kind or '未知的数据库')}，而 GONGKAI_DATABASE_URL 指向"
            f" {NAMES.get(connection.vendor, connection.vendor)}；请恢复到同一种数据库"
        )
    if connection.introspection.table_names():
        raise SnapshotFailed("数据库不是空的；请恢复到新的数据目录或新的数据库")
    if connection.vendor == "sqlite":
        connection.close()
        shutil.copyfile(source, settings.DATABASES["default"]["NAME"])
        return
    _run(
        "pg_restore",
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        "--dbname",
        _name(),
        str(source),
    )


def _name() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _run(program: str, *arguments: str) -> None:
    database = cast(dict[str, Any], settings.DATABASES["default"])
    variables = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    known = {name: str(database[key]) for name, key in variables.items() if database.get(key)}
    try:
        subprocess.run(  # noqa: S603
            [program, *arguments], check=True, env={**os.environ, **known}, capture_output=True, text=True
        )
    except FileNotFoundError as error:
        raise SnapshotFailed(f"找不到 {program}，请安装 PostgreSQL 客户端") from error
    except subprocess.CalledProcessError as error:
        raise SnapshotFailed(f"{program} 失败：{error.stderr.strip()[-300:]}") from error
