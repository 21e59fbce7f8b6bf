"""Finished pages: this server against nginx with the same bytes, wrk on the same two cores, in one run.

Aim: at least 0.5 of nginx without nginx in front, at least 0.9 with the shipped configuration.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.table import show

ROOT = Path(__file__).parents[1]
SECONDS = 5
PAGE = "<!doctype html><title>页</title>" + "<p>公开财政收支情况，解读财政收支增减变化情况及原因。</p>" * 220


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"nothing listens on {port}")


@contextmanager
def running(command: list[str], port: int | None, **env: str):
    """Run a server while the block runs; with a ``port``, begin when somebody listens there."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        if port is not None:
            wait_for(port)
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def wrk(port: int, path: str) -> tuple[float, str]:
    """Return requests a second and the 99th percentile of one wrk run; any non-2xx answer is a failure."""
    out = subprocess.run(
        [
            "wrk",
            "-t1",
            "-c32",
            f"-d{SECONDS}s",
            "--latency",
            "-H",
            "Accept-Encoding: gzip",
            f"http://127.0.0.1:{port}{path}",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Non-2xx" not in out, out
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), re.search(r"99%\s+(\S+)", out)[1]


def nginx_conf(folder: Path, port: int, home: Path, app: int) -> Path:
    """Return the shipped configuration with addresses of this run, two workers."""
    shipped = (ROOT / "deploy" / "nginx.conf").read_text()
    shipped = shipped.replace("127.0.0.1:8080", f"127.0.0.1:{port}").replace(
        "127.0.0.1:8000", f"127.0.0.1:{app}"
    )
    shipped = shipped.replace("/var/lib/gongkai/pages/200", str(home / "pages" / "200"))
    conf = folder / "nginx.conf"
    conf.write_text(
        f"worker_processes 2; daemon off; pid {folder}/pid; error_log {folder}/error;\n"
        f"events {{ worker_connections 1024; }}\nhttp {{ access_log off; sendfile on; tcp_nopush on;\n"
        f"client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; "
        f"uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n{shipped}\n}}\n"
    )
    return conf


def plain_conf(folder: Path, port: int, home: Path) -> Path:
    """Return the peer: nginx serving the very same files and nothing else."""
    conf = folder / "plain.conf"
    conf.write_text(
        f"worker_processes 2; daemon off; pid {folder}/pid2; error_log {folder}/error2;\n"
        "events { worker_connections 1024; }\n"
        "http { access_log off; sendfile on; tcp_nopush on; gzip_static on;\n"
        f"client_body_temp_path {folder}/b2; proxy_temp_path {folder}/p2; fastcgi_temp_path {folder}/f2; "
        f"uwsgi_temp_path {folder}/u2; scgi_temp_path {folder}/s2;\n"
        f"server {{ listen 127.0.0.1:{port}; root {home}/pages/200; default_type text/html; }} }}\n"
    )
    return conf


def main() -> None:
    if not (shutil.which("nginx") and shutil.which("wrk")):
        print("pages: skipped, nginx and wrk are not installed (apt-get install nginx-light wrk)")
        return
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        home = folder / "home"
        env = {"GONGKAI_HOME": str(home), "GONGKAI_LOG_LEVEL": "ERROR"}
        folder.chmod(0o755)
        program = (
            "import django; django.setup(); from gongkai.publication import store;"
            "import sys; store.put('/items/x/', 200, store.pack(sys.stdin.buffer.read()))"
        )
        subprocess.run(
            [sys.executable, "-c", program],
            input=PAGE.encode(),
            check=True,
            env={**os.environ, **env, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"},
        )
        ours, peer, front = free_port(), free_port(), free_port()
        gongkai = [sys.executable, "-m", "gongkai", "serve", "--port", str(ours)]
        stack.enter_context(running(gongkai, ours, **env))
        stack.enter_context(running(["nginx", "-c", str(plain_conf(folder, peer, home))], peer))
        stack.enter_context(running(["nginx", "-c", str(nginx_conf(folder, front, home, ours))], front))
        rows = {}
        for title, port in (
            ("nginx, same bytes", peer),
            ("gongkai alone", ours),
            ("gongkai behind its nginx", front),
        ):
            wrk(port, "/items/x/")  # warm
            rows[title] = wrk(port, "/items/x/")
    base = rows["nginx, same bytes"][0]
    show(
        "Finished page (requests/s, wrk -c32, gzip, two shared cores)",
        ["server", "requests/s", "p99", "of nginx", "aim"],
        [
            [title, f"{rate:,.0f}", p99, f"{rate / base:.2f}", aim]
            for (title, (rate, p99)), aim in zip(rows.items(), ("1.00", "≥ 0.50", "≥ 0.90"), strict=True)
        ],
    )


if __name__ == "__main__":
    main()
