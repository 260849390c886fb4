"""Accounts."""

import sys

import click

from tracker.cli.database import database, unit
from tracker.domain.actions.registration import add_account, address, hashed, place_account
from tracker.domain.codes import Role


@click.group(no_args_is_help=False)
def user() -> None:
    """Accounts."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="What they may do.")
@click.option("--territory", multiple=True, help="A territory they work in, such as XK; may be given several times.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(email: str, name: str, role: str, territory: tuple[str, ...], *, password_stdin: bool) -> None:
    """Make an account for EMAIL."""
    email = address(email)
    password_hash = hashed(_password(from_stdin=password_stdin))
    with database() as engine, unit(engine, "tracker user add") as session:
        made = add_account(session, email=email, name=name, role=Role(role), password_hash=password_hash)
        place_account(session, user=made, territory_codes=territory)
    click.echo(f"{made.email} can sign in as {role}.")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    raise click.UsageError("There is no terminal to ask for the password: pipe it in with --password-stdin.")
