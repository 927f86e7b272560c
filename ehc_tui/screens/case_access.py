"""Keeping a case to named staff, and letting everybody see it again."""

from __future__ import annotations

from ehc_tui.present.runs import Style
from ehc_tui.screens.answers import needed
from ehc_tui.screens.asking import flow
from ehc_tui.screens.case_base import CaseBase
from ehc_tui.store.staff_list import staff
from ehc_tui.text import fold


class AccessFlows(CaseBase):
    """The flows of who may see the case."""

    @flow
    async def action_case_restrict(self) -> None:
        """Restrict the case, or change or lift the restriction it has."""
        people = await self.read(lambda: staff(self.desk.store.read()))
        if not people:
            self.say("This store lists nobody: `ehc-tui staff` lists who works in it.", Style.WARN)
        elif self.file.restricted_to and await self._lifts():
            await self._lift()
        else:
            await self._restrict([one.name or one.account for one in people])

    async def _lifts(self) -> bool:
        who = ", ".join(self.file.restricted_to)
        asked = f"Only {who} see this case"
        return bool(await self.prompt.choose(asked, [("c", "change who", False), ("l", "lift it", True)]))

    async def _lift(self) -> None:
        from ehc_tui.casework.restricting import lift

        row = self.file.row
        because = await self.prompt.ask("Lifted because", hint="Enter if there is nothing to say", words=True)
        if because is not None:
            await self.change(
                lambda session, doing, version: lift(
                    session, doing, row.id, because, version, owner=self.desk.owner
                ),
                "Everybody in the store sees the case.",
            )

    async def _restrict(self, names: list[str]) -> None:
        from ehc_tui.casework.restricting import restrict

        def offers(typed: str) -> list[str]:
            before, comma, part = typed.rpartition(",")
            lead = f"{before}, " if comma else ""
            return [lead + name for name in names if fold(part.strip()) in fold(name)]

        row = self.file.row
        who = await self.prompt.ask(
            "Who alone may see this case",
            initial=", ".join(self.file.restricted_to),
            parse=needed("Name the staff, a manager among them."),
            hint="names apart by commas, Tab completes",
            complete=offers,
        )
        if who is None:
            return
        because = await self.prompt.ask(
            "Because", parse=needed("Say why: a colleague's child, a court order."), words=True
        )
        if because is not None:
            await self.change(
                lambda session, doing, version: restrict(
                    session, doing, row.id, who.split(","), because, version, owner=self.desk.owner
                ),
                "For everybody else this case is not there any more.",
            )
