"""Rules that hold for every product file: import direction, where the environment is read, no print, a docstring."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Imports go from right to left only; prompts is data that the assistant reads.
ORDER = ("corpus", "index", "prompts", "assistant", "evals", "ui")
MODULES = sorted(path for package in ORDER for path in (ROOT / package).rglob("*.py"))
TEST_FILES = sorted((ROOT / "tests").rglob("test_*.py"))
# Test files that stand for no single module.
CROSS_CUTTING = {"test_project", "test_packaging", "test_network", "test_kill", "test_openapi"}
ENVIRONMENT_READER = "ui/settings.py"

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def dotted(path: Path) -> tuple[str, ...]:
    """The module name of a file, in parts; that of a package for its `__init__.py`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def is_module(parts: tuple[str, ...]) -> bool:
    place = ROOT.joinpath(*parts)
    return place.is_dir() or place.with_suffix(".py").is_file()


def imports(path: Path, tree: ast.AST) -> Iterator[tuple[int, tuple[str, ...], tuple[str, ...]]]:
    """Each import statement anywhere in a file: its line, the module in parts, and the names taken from it."""
    package = dotted(path) if path.name == "__init__.py" else dotted(path)[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, tuple(alias.name.split(".")), ()
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = base + tuple(node.module.split(".") if node.module else ())
            yield node.lineno, module, tuple(alias.name for alias in node.names)


def wrong_imports(path: Path, tree: ast.AST) -> list[str]:
    """What a product file imports against the direction: a higher package, tests, or names from a package it is in."""
    own = dotted(path)
    found = []
    for line, module, names in imports(path, tree):
        top = module[0] if module else ""
        if top == "tests" or (top in ORDER and ORDER.index(top) > ORDER.index(own[0])):
            found.append(f"line {line}: {own[0]} must not import {top}")
        inside = path.name != "__init__.py" and own[: len(module)] == module and own != module
        borrowed = [name for name in names if inside and not is_module((*module, name))]
        if borrowed or (inside and not names):
            what, package = ", ".join(borrowed) or "what it needs", ".".join(module)
            found.append(f"line {line}: take {what} from the module that defines it, not from {package}")
    return found


def environment_uses(tree: ast.AST) -> list[int]:
    """Lines that read or write environment variables."""
    names = {"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv"}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used = {node.attr} if node.value.id == "os" else set()
        elif isinstance(node, ast.ImportFrom):
            used = {alias.name for alias in node.names} if node.module == "os" else set()
        else:
            continue
        if used & names:
            found.append(node.lineno)
    return found


def test_there_are_modules_to_check() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(ORDER)


@each_module
def test_imports_go_one_way(path: Path) -> None:
    assert not wrong_imports(path, tree_of(path))


@pytest.mark.parametrize(
    ("file", "code", "wrong"),
    [
        ("index/a.py", "from corpus.document import Span", False),
        ("index/a.py", "import ui.cli", True),
        ("corpus/a.py", "def f():\n    from index import x", True),
        ("corpus/a.py", "if TYPE_CHECKING:\n    import assistant", True),
        ("assistant/a.py", "import prompts", False),
        ("index/a.py", "import prompts", True),
        ("corpus/a.py", "from corpus import Document", True),
        ("corpus/a.py", "import corpus", True),
        ("corpus/a.py", "from . import Document", True),
        ("corpus/loaders/a.py", "from .. import Document", True),
        ("corpus/loaders/a.py", "from ...index import Catalogue", True),
        ("corpus/a.py", "from corpus import document", False),
        ("corpus/a.py", "from .document import Span", False),
        ("corpus/__init__.py", "from corpus.document import Span", False),
        ("ui/a.py", "from tests.conftest import shared", True),
    ],
)
def test_import_rule_itself(file: str, code: str, wrong: bool) -> None:
    assert bool(wrong_imports(ROOT / file, ast.parse(code))) is wrong


@each_module
def test_only_settings_read_the_environment(path: Path) -> None:
    if path.relative_to(ROOT).as_posix() != ENVIRONMENT_READER:
        assert not environment_uses(tree_of(path)), f"only {ENVIRONMENT_READER} does; pass a value down"


@pytest.mark.parametrize(
    "code", ["import os\nos.environ['A']", "import os\nos.getenv('A')", "from os import environ", "os.environ.get('A')"]
)
def test_environment_rule_itself(code: str) -> None:
    assert environment_uses(ast.parse(code))


@each_module
def test_no_print_and_no_assert(path: Path) -> None:
    """Output goes through the Rich console, checks raise an error of `corpus/errors.py`."""
    for node in ast.walk(tree_of(path)):
        assert not isinstance(node, ast.Assert), f"line {node.lineno}: raise an error instead of assert"
        printed = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        assert not printed, f"line {getattr(node, 'lineno', 0)}: print"


@each_module
def test_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree_of(path)), "a module docstring is missing"


def test_prompts_hold_no_code() -> None:
    assert [path.name for path in (ROOT / "prompts").rglob("*.py")] == ["__init__.py"]
    assert len(tree_of(ROOT / "prompts" / "__init__.py").body) == 1


@pytest.mark.parametrize("path", TEST_FILES, ids=lambda path: path.name)
def test_tests_mirror_modules(path: Path) -> None:
    """`tests/test_chunking.py` for `corpus/chunking.py`; a package name in front where two modules share a name."""
    names = [dotted(module) for module in MODULES]
    mirrored = {"test_" + "_".join(name[start:]) for name in names for start in range(len(name))}
    assert path.stem in mirrored | CROSS_CUTTING, "no module of this name"
