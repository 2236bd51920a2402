"""What a fresh clone rests on: the lock, the Makefile, the guides, the wheel, and nothing of one person's machine."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def project_files() -> list[Path]:
    """The files that git tracks or would add; without git, those outside hidden and build folders."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        skipped = {".git", ".venv", "build", "dist", "__pycache__"}
        paths = [
            path
            for path in ROOT.rglob("*")
            if not any(part in skipped or part.endswith("_cache") for part in path.relative_to(ROOT).parts)
        ]
    return sorted(path for path in paths if path.is_file())


# A folder of one machine, where it begins a path; put together so that this file does not name them itself.
MACHINE_PATH = re.compile(r"(?<![…\w.~*/>)}$-])/(?:" + "|".join(("work", "tmp", "root", "home")) + r")/")
REGISTRY_HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]
REGISTRY_HOSTS += [".".join(parts) for parts in (("debian", "org"), ("download", "pytorch", "org"))]


@pytest.mark.parametrize(("folder", "rest"), [("tmp", "/x"), ("work", "/main"), ("home", "/me/klum")])
def test_machine_path_rule_itself(folder: str, rest: str) -> None:
    assert MACHINE_PATH.search(f'open("/{folder}{rest}")')
    assert not MACHINE_PATH.search(f"an address such as example.go.th/{folder}{rest}")


def test_no_machine_paths_and_no_registry_hosts() -> None:
    wrong = []
    for path in project_files():
        content = path.read_bytes()
        if b"\0" in content[:8192]:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if MACHINE_PATH.search(line) or any(host in line for host in REGISTRY_HOSTS):
                wrong.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert not wrong, "\n".join(wrong)


def test_newest_change_is_the_version() -> None:
    versions = re.findall(r"^## \[(\d[^\]]*)\] - \d{4}-\d{2}-\d{2}$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert versions[0] == PYPROJECT["project"]["version"]


def locked() -> dict[str, list[Requirement]]:
    """The lock's entries by name; a name stands more than once where Python versions need different releases."""
    entries: dict[str, list[Requirement]] = {}
    for line in re.findall(r"^[A-Za-z0-9].*", LOCK, re.M):
        requirement = Requirement(line.removesuffix("\\").strip())
        entries.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return entries


def asked_for() -> list[Requirement]:
    project, groups = PYPROJECT["project"], PYPROJECT["dependency-groups"]
    lists = [project["dependencies"], *project["optional-dependencies"].values(), *groups.values()]
    return [Requirement(text) for texts in lists for text in texts]


@pytest.mark.parametrize("requirement", asked_for(), ids=lambda requirement: requirement.name)
def test_lock_satisfies_the_project(requirement: Requirement) -> None:
    name = canonicalize_name(requirement.name)
    if name == "torch":  # not in the lock: pip takes it from where the machine's owner says
        pinned = re.search(r"^TORCH := torch==(\S+)$", MAKEFILE, re.M)
        assert pinned and requirement.specifier.contains(pinned[1])
        return
    assert name in locked(), "run `make lock`"
    for entry in locked()[name]:
        assert requirement.specifier.contains(str(entry.specifier).removeprefix("==")), "run `make lock`"


def test_lock_is_pinned_hashed_and_names_no_place() -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK.split("\n", 2)[2])
    assert len(entries) > len(PYPROJECT["project"]["dependencies"])
    pinned = re.compile(r"[\w.-]+(\[[^\]]+\])?==[^\s;]+( ;[^\\]+)? \\\n    --hash=sha256:[0-9a-f]{64}")
    for entry in entries:
        assert pinned.match(entry), entry
    assert not re.search(r"https?://|file:|--(index|extra|find)|^-|@ ", LOCK, re.M)


def commands(text: str) -> set[str]:
    """The make targets that a Markdown text names in code."""
    code = re.findall(r"^```.*?^```", text, re.M | re.S) + re.findall(r"`[^`\n]+`", text)
    return {target for piece in code for target in re.findall(r"\bmake ([a-z][\w-]*)", piece)}


GUIDES = [path for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))]
each_guide = pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)


@each_guide
def test_commands_in_guides_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):(?!=)", MAKEFILE, re.M))
    named = commands(path.read_text("utf-8"))
    assert named <= targets
    if path.name == "README.md":
        assert {"ask", "run", "check"} <= named


@each_guide
def test_links_in_guides_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8")):
        assert "://" in target or (path.parent / target).exists(), target


def test_wheel_carries_code_and_data(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="needs hatchling, which `make setup` installs")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    wanted = {
        path.relative_to(ROOT).as_posix() for path in project_files() if path.relative_to(ROOT).parts[0] in PACKAGES
    }
    assert wanted <= packed
    assert {name.split("/")[0] for name in packed} == set(PACKAGES)
