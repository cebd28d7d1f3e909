"""``sayso serve``: the reading room over a ledger, on localhost."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.cli.options import Ledger

__all__ = ["open_room", "serve"]


def serve(
    ledger: Ledger = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to answer on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 takes any that is free.")
    ] = 8420,
    token: Annotated[
        str | None,
        typer.Option(
            envvar="SAYSO_TOKEN", metavar="TEXT", help="What whoever asks must show; any other ADDRESS needs one."
        ),
    ] = None,
    opened: Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser.")] = False,
) -> None:
    """Open the reading room: pages over a ledger, on this machine only unless --host says otherwise.

    A ledger that is not there yet is made; stop it with Ctrl-C.
    """
    open_room(ledger, host, port, token=token or None, browser=opened)


def open_room(ledger: str | None, host: str, port: int, *, token: str | None = None, browser: bool = False) -> None:
    """Answer over a ledger until it is stopped, saying where; ``browser`` opens it there."""
    import webbrowser

    from sayso.cli.say import say
    from sayso.ledger.receiving import Receiver
    from sayso.web import Room
    from sayso.web.serving import Server, bound, room_address
    from sayso.working.releasing import release

    with bound(host, port, token) as sock:
        room = Room.open(ledger)
        try:
            if room.writable:
                room.write(lambda keeper: release(Receiver(keeper)))
            where = room_address(sock, host, token)

            def ready() -> None:
                say(f"the reading room over {room.ledger.name}: {where}")
                if not room.writable:
                    say("the ledger may only be read: nothing can be kept or decided here")
                if browser:
                    webbrowser.open(where)

            Server(room, token=token, ready=ready).run(sockets=[sock])
        finally:
            room.close()
