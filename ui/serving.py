"""`klum serve`: the web app."""

from __future__ import annotations

from typing import Annotated

import typer


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 7860,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Serve the web app until it is stopped with Ctrl-C."""
    from ui.settings import load_settings
    from ui.show import err
    from ui.web import serve as serve_web

    serve_web(
        load_settings(),
        host=host,
        port=port,
        open_browser=browser,
        on_ready=lambda url: err.print(f"เปิดใช้งานที่ (serving at) {url}", markup=False),
    )
