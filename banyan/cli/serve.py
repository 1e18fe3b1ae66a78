"""`banyan serve`: both doors, or one, in one small server."""

import os
import socket

import click

from banyan import APPLICATION
from banyan.cli import start_with_records


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=int, help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, type=int, help="Processes; one for each core is enough.")
@click.option(
    "--door", type=click.Choice(["both", "public", "desk"]), default="both", show_default=True, help="Which to serve."
)
def serve(host: str, port: int, workers: int, door: str) -> None:
    """Serve Banyan. Put a proxy that speaks TLS in front; docs/operators.md shows one."""
    os.environ["BANYAN_DOOR"] = door
    _must_be_free(host, port)
    start_with_records()
    from django.db import connections
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces, Loops
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    connections.close_all()  # The server's processes open their own.
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    click.echo(f"Banyan is at http://{shown}:{port}/ and its desk at http://{shown}:{port}/desk/")
    Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        loop=Loops.uvloop,
        workers=workers,
        backlog=2048,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=64 * 1024),
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def _must_be_free(host: str, port: int) -> None:
    """Several processes share the port, so the system would let another server share it too: a demonstration, say."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} can't be used: {error.strerror}. Choose another by --port."
            ) from None
