"""`tracker brief` from a cold start beside WeasyPrint's own: the CPU of a whole process."""

import os
import statistics
import subprocess
import sys
from pathlib import Path

from tracker.settings import Settings

ROUNDS = 5
WEASYPRINT = (sys.executable, "-c", "import weasyprint; weasyprint.HTML(string='<p>x').write_pdf()")
TRACKER = (sys.executable, "-c", "from tracker.cli import main; main()")


def measure(settings: Settings, folder: Path) -> None:
    """Print the table."""
    env = os.environ | {"TRACKER_INSTANCE": str(folder), "TRACKER_DATABASE_URL": settings.database_url}
    brief = (*TRACKER, "brief", "mission", "XK", "--out", str(folder / "cold.pdf"))
    spent: dict[tuple[str, ...], list[float]] = {WEASYPRINT: [], brief: []}
    for _ in range(ROUNDS + 1):
        for command, found in spent.items():
            found.append(_cpu(command, env))
    unit, ours = (statistics.median(found[1:]) for found in spent.values())
    print("| from a cold start | CPU | multiple |")
    print("|---|---:|---:|")
    print(f"| WeasyPrint, a document of one letter | {unit:.2f} s | 1.0 |")
    print(f"| `tracker brief mission XK` | {ours:.2f} s | {ours / unit:.2f} |")
    print()


def _cpu(command: tuple[str, ...], env: dict[str, str]) -> float:
    """Seconds of CPU of a process with all that it starts."""
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - ours
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[-1]} failed while being measured.")
    return used.ru_utime + used.ru_stime
