"""The family of errors.  `reply` is what a client may be told; `cause` is for the log alone."""


class GatewayError(Exception):
    """Something that the gateway could not do.  `reply`: an SMTP reply line without CRLF, ASCII."""

    reply = "451 4.3.0 Temporary failure, try again later"

    def __init__(self, cause: str, reply: str | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        if reply is not None:
            self.reply = reply


class Temporary(GatewayError):  # noqa: N818 - the reply's class
    """Trying again later may help: 4xx."""


class Permanent(GatewayError):  # noqa: N818
    """Trying again won't help: 5xx."""

    reply = "554 5.3.0 Failed"


class StorageFailed(Temporary):
    """The database or the blobs are out of reach, full or locked."""

    reply = "451 4.3.0 Storage is out of order, try again later"


class ConfigError(GatewayError):
    """Wrong settings.  `mistakes`: one line each, saying which setting, its value, what is allowed."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes
