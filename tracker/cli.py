"""`renaksi`: the commands of every area in one place.

Each area keeps its own in a `commands.py`, which imports what it needs inside its functions, so that
`renaksi --help` stays quick.
"""

import sys
from typing import Any

import typer

from tracker.accounts import commands as accounts
from tracker.audit import commands as audit
from tracker.demo import commands as demo
from tracker.errors import RenaksiError
from tracker.evidence import commands as evidence
from tracker.institutions import commands as institutions
from tracker.keeping import commands as keeping
from tracker.migrations import commands as migrations
from tracker.percentages import commands as percentages
from tracker.running import commands as running


class Commands(typer.Typer):
    """Commands whose expected errors are sentences on standard error, with exit code 1."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().__call__(*args, **kwargs)
        except RenaksiError as error:
            print(error.message, file=sys.stderr)
            sys.exit(1)


app = Commands(
    name="renaksi",
    help="Renaksi: rencana aksi Reformasi Birokrasi beserta buktinya.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for area in (running, evidence, institutions, accounts, percentages, audit, keeping, migrations, demo):
    app.add_typer(area.app)

if __name__ == "__main__":
    app()
