"""What must stay true of the code as a whole: who imports whom, how large things grow, what they are called."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINES, FUNCTION_LINES = 300, 40
FORBIDDEN_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"})
# policies/ reads no file, asks for no time, draws no lots.
PURE = frozenset(
    {"abc", "base64", "binascii", "bisect", "collections", "dataclasses", "datetime", "difflib", "enum", "functools", "hashlib"}
    | {
        "html",
        "importlib",
        "itertools",
        "math",
        "operator",
        "pkgutil",
        "re",
        "string",
        "struct",
        "types",
        "typing",
        "unicodedata",
    }
)
IMPURE_CALLS = frozenset({"open", "print", "eval", "exec", "compile", "input", "__import__"})
# Whoever unpickles a hostile worker's answer has undone the sandbox.
UNPICKLING = frozenset({"pickle", "multiprocessing", "marshal", "shelve", "dill", "cloudpickle"})
CLOCK = Path("gateway/clock.py")
TIME_AND_CHANCE = {
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "localtime", "gmtime"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "uuid": {"uuid1", "uuid4"},
    "random": {"random", "randint", "choice", "randrange", "randbytes"},
}


def sources(*folders: str) -> list[Path]:
    return sorted(path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_bytes())


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


PRODUCT = sources("gateway", "policies")
EVERYTHING = PRODUCT + sources("tests")
POLICIES = sources("policies")


def test_the_import_contracts_hold():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", EVERYTHING, ids=str)
def test_a_file_says_what_lives_in_it_and_stays_small(path: Path):
    assert ast.get_docstring(tree(path)), "no module docstring"
    count = len((ROOT / path).read_bytes().splitlines())
    assert count <= LINES or path.stem.endswith("_table"), f"{count} lines"
    assert not FORBIDDEN_NAMES & {*path.parts, path.stem, *path.stem.split("_")}


@pytest.mark.parametrize("path", EVERYTHING, ids=str)
def test_functions_stay_small(path: Path):
    functions = (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    long = {node.name: node.end_lineno - node.lineno + 1 for node in functions if node.end_lineno is not None}
    assert {name: lines for name, lines in long.items() if lines > FUNCTION_LINES} == {}


@pytest.mark.parametrize("path", PRODUCT, ids=str)
def test_nothing_unpickles(path: Path):
    names = set(imports(path))
    assert not {name for name in names if name.split(".")[0] in UNPICKLING or "ProcessPool" in name}


@pytest.mark.parametrize("path", [path for path in PRODUCT if path != CLOCK], ids=str)
def test_only_the_clock_asks_for_the_time_and_makes_ids(path: Path):
    assert not {name for name in imports(path) if name.split(".")[0] in ("uuid", "secrets")}
    asked = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if node.attr in TIME_AND_CHANCE.get(owner, ()):
                asked.add(f"{owner}.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module in TIME_AND_CHANCE:
            asked |= {f"{node.module}.{alias.name}" for alias in node.names} & {
                f"{module}.{name}" for module, names in TIME_AND_CHANCE.items() for name in names
            }
    assert not asked


@pytest.mark.parametrize("path", POLICIES, ids=str)
def test_policies_are_pure(path: Path):
    foreign = {name.split(".")[0] for name in imports(path)} - PURE - {"policies"}
    assert not foreign
    called = {node.func.id for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & IMPURE_CALLS


@pytest.mark.parametrize("path", POLICIES, ids=str)
def test_a_policy_knows_the_core_and_the_text_only(path: Path):
    floor = path.parts[1] if len(path.parts) > 2 else ""
    allowed = {"core": {"core"}, "text": {"core", "text"}}.get(floor, {"core", "text"})
    own = {name.split(".")[1] for name in imports(path) if name.startswith("policies.")}
    assert own <= allowed
