"""The group of all commands.  What must stay true: `vanthu --help` imports none of them, so it answers at once."""

from importlib import import_module
from typing import Any

import click

from gateway import __version__
from gateway.errors import ConfigError, GatewayError

SUMMARIES = {
    "serve": "Chạy cổng thư và trang quản trị.  Run the gateway in the foreground.",
    "demo": "Xem thử toàn bộ trên một máy.  See the whole thing on one machine.",
    "check": "Xét tệp thư hoặc tài liệu, không gửi đi.  Judge files without sending.",
    "convert": "Chép tài liệu, thư sang Unicode.  Make Unicode copies of documents and letters.",
    "quarantine": "Thư đang giữ chờ xét.  The review queue.",
    "audit": "Nhật ký kiểm soát: xuất, chứng minh nguyên vẹn.  The audit log.",
    "config": "Kiểm tra, xem thiết lập và quy tắc.  Check and show settings and rules.",
    "explain": "Toàn bộ câu chuyện của một thư.  One letter's whole story.",
    "doctor": "Cái gì chạy, cái gì hỏng, cần làm gì.  What works, what doesn't, what to do.",
}


class Commands(click.Group):
    """Knows each command by name, and says wrong settings one line each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of use."""
        del ctx
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's file."""
        del ctx
        if cmd_name not in SUMMARIES:
            return None
        command: click.Command = import_module(f"gateway.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the summaries without importing anything."""
        del ctx
        with formatter.section("Lệnh  Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what the gateway cannot do ends with its reason on stderr and exit code 2."""
        try:
            return super().invoke(ctx)
        except GatewayError as error:
            mistakes = error.mistakes if isinstance(error, ConfigError) else (error.cause,)
            click.echo("\n".join(mistakes), err=True)
            return ctx.exit(2)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="vanthu")
def vanthu() -> None:
    """Văn thư: cổng kiểm soát thư điện tử công vụ theo Quyết định 04/2011/QĐ-UBND.

    An SMTP gateway that enforces the rules for official mail.
    """
