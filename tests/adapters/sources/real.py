"""Servers that nobody here wrote, each a process of its own on loopback, with its data in a folder of the test."""

import asyncio
import contextlib
import io
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[3]
READY_S = 120.0
POLL_S = 0.25
STOP_S = 15.0
KEY = "a-secret-of-more-than-32-signs-0001"  # of a server that lives for one test


@dataclass(frozen=True)
class Real:
    """A server that is ready. `ready_s`: how long that took."""

    url: str
    ready_s: float


@asynccontextmanager
async def phoenix(folder: Path) -> AsyncIterator[Real]:
    """Phoenix, which asks for a key."""
    port, grpc = _free(), _free()
    environment = {
        "PHOENIX_WORKING_DIR": str(folder),
        "PHOENIX_HOST": "127.0.0.1",
        "PHOENIX_PORT": str(port),
        "PHOENIX_GRPC_PORT": str(grpc),
        "PHOENIX_TELEMETRY_ENABLED": "false",
        "PHOENIX_ENABLE_AUTH": "true",
        "PHOENIX_SECRET": f"{KEY}-signing",
        "PHOENIX_ADMIN_SECRET": KEY,
    }
    command = (str(ROOT / ".venv-phoenix/bin/phoenix"), "serve")
    async with _running(command, environment, folder, f"http://127.0.0.1:{port}/", "healthz") as real:
        yield real


@asynccontextmanager
async def mlflow(folder: Path) -> AsyncIterator[Real]:
    """MLflow over an SQLite file."""
    port = _free()
    command = (
        *(str(ROOT / ".venv-mlflow/bin/mlflow"), "server", "--host", "127.0.0.1", "--port", str(port)),
        *("--backend-store-uri", f"sqlite:///{folder / 'mlflow.db'}", "--workers", "1"),
    )
    environment = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
    async with _running(command, environment, folder, f"http://127.0.0.1:{port}/", "health") as real:
        yield real


@asynccontextmanager
async def _running(
    command: tuple[str, ...], environment: Mapping[str, str], folder: Path, url: str, health: str
) -> AsyncIterator[Real]:
    began = time.monotonic()
    with (folder / "server.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *command,
            env={**os.environ, **environment},
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(READY_S):
                await _healthy(url + health)
            yield Real(url, time.monotonic() - began)
        finally:
            await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    """End a server with everything it started: asked first, then made to."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, TimeoutError):
            os.killpg(process.pid, sign)
            await asyncio.wait_for(process.wait(), STOP_S)
            return


async def _healthy(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(url) as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(POLL_S)


async def send(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Send spans in; anything but success is an error."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=io.BytesIO(body), headers=headers) as response,
    ):
        response.raise_for_status()


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
