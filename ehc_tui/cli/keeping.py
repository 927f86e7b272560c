"""`backup` and `restore`: copies of the store, and going back to one."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ehc_tui.cli.errors import Refused
from ehc_tui.cli.options import StoreOption, TodayOption, common
from ehc_tui.cli.output import ask, say
from ehc_tui.cli.progress import progress_bar

if TYPE_CHECKING:
    from ehc_tui.exchange.restoring import Return
    from ehc_tui.store.generations import Generation
    from ehc_tui.store.losses import Losses

MOST_KEPT = 1000


def backup(
    context: typer.Context,
    destination: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DEST]",
            help="The file, or the folder, for the copy; else the folder of your settings.",
            show_default=False,
        ),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(
            "--keep",
            metavar="N",
            min=1,
            max=MOST_KEPT,
            help="How many copies a folder keeps.",
            show_default=False,
        ),
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="Only list the copies there are.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> None:
    """Copy the store, whole, while others go on working in it.

    A copy is looked over before it counts. In a folder the oldest go once there are more than --keep (14),
    only ever copies of this store that the program made.

    \b
    ehc-tui backup
    ehc-tui backup /media/stick
    ehc-tui backup /media/stick/caseload.db
    """
    from ehc_tui.exchange.backups import back_up_into, back_up_to, default_folder, listed
    from ehc_tui.settings import load_settings

    options = common(context, store, today)
    settings = load_settings()
    with options.opened(read_only=True) as opened:
        folder = destination or Path(settings.backup_folder or default_folder(opened.path))
        if listing:
            say(_list(opened.path, listed(opened, folder)))
            return
        doing = options.doing(opened)
        with progress_bar("Copying") as progress:
            if destination and not destination.is_dir():
                made = back_up_to(opened, destination, doing, overwrite=force, progress=progress)
            else:
                number = keep or settings.backup_keep
                made = back_up_into(opened, folder, doing, number, progress)
    say([f"{opened.path} copied to {made.path}."])
    if made.removed:
        say([f"Removed, as more than {keep or settings.backup_keep}: {_names(made.removed)}."])
    if made.altered:
        say([made.altered])
        raise Refused("The copy is as the store is, and no older one was removed: run `ehc-tui check`.")


def restore(
    context: typer.Context,
    backup: Annotated[Path, typer.Argument(metavar="BACKUP", help="The copy to go back to.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    other_store: Annotated[
        bool, typer.Option("--other-store", help="Even if it is a backup of another store.")
    ] = False,
    backup_key_file: Annotated[
        Path | None,
        typer.Option(
            "--backup-key-file",
            metavar="FILE",
            help="The key of the backup, where the store has another by now.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    today: TodayOption = None,
) -> None:
    """Go back to a backup, after saying what would be lost.

    Programs that have the store open see it change. What was there is kept beside it as one more copy.

    \b
    ehc-tui restore /media/stick/caseload-0012-2026-11-21-170000.db
    """
    from ehc_tui.cli.unlocking import unlock
    from ehc_tui.exchange.restoring import foresee
    from ehc_tui.exchange.restoring import restore as go_back

    options = common(context, store, today)
    path, backup = options.path, backup.expanduser().absolute()
    unlock(path)
    _unlock_backup(backup, backup_key_file)
    doing = options.doing()
    foreseen = foresee(path, backup, doing)
    if foreseen.of_another and not other_store:
        raise Refused(
            f"{backup} is a backup of another store than {path}: "
            "choose another one, or say that you mean it with --other-store."
        )
    say(_would_be_lost(path, foreseen))
    if not yes and not _agreed(path):
        raise Refused("Nothing was changed.")
    with progress_bar("Restoring") as progress:
        kept, altered = go_back(path, backup, doing, foreseen, progress)
    say([f"{path} is what {backup} holds."])
    if kept:
        say([f"What was there is kept as {kept}."])
    if altered:
        say([altered])
        raise Refused("The backup was taken from a store that was changed by hand: run `ehc-tui check`.")


def _unlock_backup(backup: Path, key_file: Path | None) -> None:
    """The backup may have a key of its own: that of the store when it was made."""
    from ehc_tui.cli.unlocking import unlock
    from ehc_tui.store.connecting import WrongKey

    try:
        unlock(backup, key_file)
    except WrongKey as wrong:
        raise Refused(f"{wrong} A key of its own is given with --backup-key-file FILE.") from wrong


def _would_be_lost(path: Path, foreseen: Return) -> Iterator[str]:
    if foreseen.damage:
        yield f"What would be lost cannot be said. {foreseen.damage}"
    elif foreseen.lost is None:
        yield f"There is no store at {path} yet: nothing is lost."
    else:
        yield from _counted(foreseen.lost)


def _counted(lost: Losses) -> Iterator[str]:
    from ehc_tui.casework.context import LONDON
    from ehc_tui.present.prose import plural
    from ehc_tui.text import british

    if lost.regained:
        yield f"The backup holds {plural(lost.regained, 'act')} that the store does not."
    if not lost.acts:
        yield "Nothing has been done since the backup: nothing would be lost."
        return
    opened, changed = plural(lost.opened, "case"), plural(lost.changed, "other case")
    yield f"{plural(lost.acts, 'act')} would be lost: {opened} opened, {changed} changed."
    yield f"By {', '.join(f'{name} {number:,}' for name, number in lost.by.items())}."
    for act in lost.newest:
        local = act.at.astimezone(LONDON)
        yield f"  {british(local.date())} {local:%H:%M}  {act.by}: {act.summary or 'on a restricted case'}"
    if lost.acts > len(lost.newest):
        yield f"  and {lost.acts - len(lost.newest):,} before these"


def _agreed(path: Path) -> bool:
    if not sys.stdin.isatty():
        raise Refused("This has to be confirmed at a terminal: type it there, or add --yes.")
    return ask(f"Go back to the backup, and lose this? Type yes to change {path}: ").casefold() == "yes"


def _list(path: Path, kept: Sequence[Generation]) -> Iterator[str]:
    if not kept:
        yield f"There is no copy of {path} yet."
    for one in kept:
        what = "  left by an upgrade" if one.of_schema else ""
        yield f"{one.path}  {one.size / 1_000_000:,.1f} MB{what}"


def _names(paths: tuple[Path, ...]) -> str:
    return ", ".join(path.name for path in paths)
