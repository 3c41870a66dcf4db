"""`vanthu demo`: the whole thing on one machine, with sample letters."""

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from gateway.demo.delivery import Delivery
    from gateway.demo.house import House

RECENT = 4  # letters shown while it runs: more would not fit a small terminal


@click.command()
@click.option("--once", is_flag=True, help="Kết thúc khi mọi thư đã có phán quyết.  End when all letters have their verdict.")
@click.option(
    "--export", metavar="PATH", type=click.Path(path_type=Path), help="Ghi bảng ra PATH.txt và PATH.svg.  Save the table."
)
@click.pass_context
def command(ctx: click.Context, once: bool, export: Path | None) -> None:
    """Dựng một máy chủ thư mẫu, đặt cổng thật phía trước, gửi qua đó các thư mẫu và cho xem kết quả.

    A stand-in mail server, the real gateway in front of it, and sample letters sent through both.
    """
    ctx.exit(asyncio.run(_demo(once, export)))


async def _demo(once: bool, export: Path | None) -> int:
    from gateway.demo.house import NotStarted, house
    from gateway.demo.letters import SAMPLES
    from gateway.demo.view import console, next_steps

    screen = console(record=export is not None)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    screen.print("Đang khởi động máy chủ thư mẫu và cổng…   Starting a stand-in mail server and the gateway…")
    try:
        async with house(well_known=not once) as place:
            deliveries = await _deliver_all(place, screen, stop)
            if export is not None:
                screen.save_svg(f"{export}.svg", title="vanthu demo", clear=False)
                screen.save_text(f"{export}.txt")
            wrong = [delivery.sample.title for delivery in deliveries if not delivery.expected]
            if wrong:
                screen.print(f"Không như mong đợi (not as expected): {'; '.join(wrong)}", style="red", markup=False)
            if not once and not stop.is_set():
                screen.print(next_steps(place))
                await _either(stop, place.ended)
            return 1 if wrong or len(deliveries) < len(SAMPLES) else 0
    except NotStarted as error:
        click.echo(f"Cổng không khởi động được (the gateway did not start):\n{error}", err=True)
        return 1


async def _deliver_all(place: "House", screen: "Console", stop: asyncio.Event) -> "list[Delivery]":
    from rich.live import Live

    from gateway.demo.delivery import Courier
    from gateway.demo.letters import SAMPLES
    from gateway.demo.view import line, table

    courier, deliveries = Courier(place), []
    live = Live(console=screen, auto_refresh=False, transient=True) if screen.is_terminal else None
    try:
        if live:
            live.start()
        for sample in SAMPLES:
            if stop.is_set():
                break
            deliveries.append(await courier.deliver(sample))
            if live:
                live.update(table(deliveries, len(SAMPLES), RECENT), refresh=True)
            elif not screen.record:
                screen.print(line(len(deliveries), deliveries[-1]))
    finally:
        if live:
            live.stop()
        courier.close()
    if live or screen.record:
        screen.print(table(deliveries, len(SAMPLES)))
    return deliveries


async def _either(*events: asyncio.Event) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
