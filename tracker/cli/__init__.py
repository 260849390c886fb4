"""The command line: `tracker COMMAND`.

A command's module is loaded when the command is asked for, so that `tracker user add` does not wait for the
renderer and `tracker --help` waits for nothing. Whatever goes wrong is one line on standard error.
"""

import importlib
import sys

import click

from tracker.cli.faults import guarded
from tracker.cli.loading import uncollected

COMMANDS = {
    "run": ("serving:run", "Everything at once: database, programme, accounts, web server and worker."),
    "init": ("data:init", "Create the database or bring it up to date."),
    "load": ("data:load", "Load a programme file; safe to repeat."),
    "user": ("people:user", "Accounts."),
    "serve": ("serving:serve", "Serve the pages."),
    "worker": ("serving:worker", "Do queued work, such as printing briefs."),
    "brief": ("printing:brief", "Print a brief into a file."),
    "remind": ("reminding:remind", "Remind people of the reports that are due from them."),
    "sweep": ("sweeping:sweep", "Remove kept files that nothing names any more."),
    "synthesise": ("inventing:synthesise", "Invent a large portfolio, marked as such."),
    "doctor": ("health:doctor", "Say what is missing on this machine and inconsistent in the data."),
}


class Commands(click.Group):
    """A group whose commands are loaded one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        with uncollected():
            command: click.Command = getattr(importlib.import_module(f"{__name__}.{module}"), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, (_, what) in COMMANDS.items()])


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.pass_context
def tracker(ctx: click.Context) -> None:
    """Run the tracker: what is being done where, with whose money, and what must happen next."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main() -> None:
    """The entry point: the process ends with 0, with 1 for a failure, with 2 for bad use."""
    sys.exit(execute(sys.argv[1:]))


def execute(args: list[str]) -> int:
    """Run one command; its exit code."""
    return guarded(lambda: tracker.main(args, prog_name="tracker", standalone_mode=False))
