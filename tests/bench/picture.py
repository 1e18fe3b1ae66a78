"""The picture over ten million official records, cold: the command from nothing to its last word."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.server import environment

ROWS = 10_000_000
RUNS = 3
PREPARE = """
import sys
from pathlib import Path
from banyan.cli.setup import prepare
prepare(quiet=True)
from tests.observatory.sources.synthetic import write_synthetic
write_synthetic(Path(sys.argv[1]), int(sys.argv[2]))
"""
ASK = (
    "-m",
    "banyan.cli",
    "picture",
    "--place",
    "San Francisco",
    "--community",
    "asian",
    "--from",
    "2019",
    "--to",
    "2025",
)


def measure_picture() -> list[tuple[str, str, str]]:
    """The slowest of a few runs, beside the same command asked only for its help."""
    with tempfile.TemporaryDirectory(prefix="banyan-bench-") as directory:
        data = Path(directory)
        subprocess.run([sys.executable, "-c", PREPARE, str(data), str(ROWS)], env=environment(data), check=True)
        os.sync()
        whole = [_seconds(data, *ASK) for _ in range(RUNS)]
        start = _seconds(data, "-m", "banyan.cli", "picture", "--help")
    return [
        ("banyan picture, 10 million records, cold", f"{max(whole):.2f} s", f"under 3 s; slowest of n = {RUNS}"),
        ("baseline: banyan picture --help", f"{start:.2f} s", "Python and click alone"),
    ]


def _seconds(data: Path, *words: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *words], env=environment(data), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began
