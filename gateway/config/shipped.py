"""Where the rules and lists that come with the product lie: in a wheel beside the code, in a checkout in `config/`."""

from pathlib import Path


def shipped() -> Path:
    """The folder of the shipped rules and lists."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent / "config"
