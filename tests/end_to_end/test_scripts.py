"""The scripts that a person runs: they set up .venv by themselves, once, and hand everything on to the command line.

Each test runs the real scripts in a copied tree, whose command line only tells what reached it. The Python that they
find makes a .venv and installs without a network; PATH holds that Python and the few tools that the scripts may use.
"""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
FOUND_ON_EVERY_SYSTEM = ("bash", "cat", "cmp", "cp", "env", "mkdir", "mv", "realpath", "rm", "sleep")
ONE_JAPANESE_LINE = re.compile(r"[^\n]*[ぁ-ん][^\n]*\n")

COMMAND_LINE = """
import json, sys
json.dump({"arguments": sys.argv[1:], "stdin": sys.stdin.read()}, sys.stdout)
"""

# Makes a .venv whose Python is again this stub; what pip is told to install goes to $INSTALLED, what scripts/test
# checks to $CHECKED. $WHILE_INSTALLING is what else happens then. All else is done by a real Python.
PYTHON = """#!/usr/bin/env bash
case "$*" in
    '-I -m venv '*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
    '-I -m pip install '*--require-hashes*) cat "${@: -1}" >>"$INSTALLED" && eval "$WHILE_INSTALLING" ;;
    '-m ruff '* | '-m mypy'* | '-m pytest'*) echo "$*" >>"$CHECKED" && [[ "$*" != $FAILING ]] ;;
    *) exec "$REAL_PYTHON" "$@" ;;
esac
"""

UV = """#!/usr/bin/env bash
case "$*" in
    'python find --system --no-project >=3.11') echo "$PATH_OF_PYTHON" ;;
    'venv '*) mkdir -p "${@: -1}/bin" && cp "${@: -2:1}" "${@: -1}/bin/python" ;;
    'pip install '*--require-hashes*) echo 'by uv' >>"$INSTALLED" && cat "${@: -1}" >>"$INSTALLED" ;;
    *) exit 64 ;;
esac
"""

PYTHON_3_10 = """#!/usr/bin/env bash
exec "$REAL_PYTHON" -I -c 'import sys; sys.version_info = (3, 10, 14); exec(sys.argv[1])' "$3"
"""

PYTHON_WITHOUT_VENV = """#!/usr/bin/env bash
exec "$REAL_PYTHON" -I -c 'import sys; sys.modules["ensurepip"] = None; exec(sys.argv[1])' "$3"
"""

SHIM_OF_NOTHING = """#!/usr/bin/env bash
echo "python3.11: command not found" >&2
exit 127
"""


@dataclass
class Tree:
    """A copy of the scripts with a lock and a command line of its own, and the programs on its PATH."""

    root: Path
    programs: Path
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Without a Python on PATH: each test says which one there is."""
        shutil.copytree(REPOSITORY / "scripts", self.root / "scripts")
        (self.root / "bot").mkdir()
        (self.root / "bot/cli.py").write_text(COMMAND_LINE, encoding="utf-8")
        for module in ("demo/workspace_page.py", "fuzz/__main__.py", "end_to_end/soak.py"):
            (self.root / "tests" / module).parent.mkdir(parents=True, exist_ok=True)
            (self.root / "tests" / module).write_text(COMMAND_LINE, encoding="utf-8")
        self.lock("first\n")
        self.programs.mkdir()
        for tool in FOUND_ON_EVERY_SYSTEM:
            where = shutil.which(tool)
            assert where, tool
            (self.programs / tool).symlink_to(where)
        self.environment = {
            "PATH": str(self.programs),
            "REAL_PYTHON": sys.executable,
            "PATH_OF_PYTHON": str(self.programs / "python3"),
            "INSTALLED": str(self.programs / "installed"),
            "CHECKED": str(self.programs / "checked"),
            "WHILE_INSTALLING": "true",
            "FAILING": "",
        }

    def lock(self, text: str) -> None:
        """Write another lock; no installer here reads it."""
        (self.root / "requirements.lock").write_text(text, encoding="utf-8")

    def program(self, name: str, text: str) -> None:
        """Put a program on PATH."""
        (self.programs / name).write_text(text, encoding="utf-8")
        (self.programs / name).chmod(0o755)

    def installed(self) -> str:
        """The locks installed so far, one after the other."""
        return self._log("installed")

    def checked(self) -> list[str]:
        """What scripts/test has started so far."""
        return self._log("checked").splitlines()

    def _log(self, name: str) -> str:
        path = self.programs / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def start(
        self, *arguments: str, script: str | Path = "hyotei", cwd: Path | None = None, **environment: str
    ) -> subprocess.Popen[str]:
        """A script at work, not waited for."""
        return subprocess.Popen(
            [self.root / "scripts" / script, *arguments],
            cwd=cwd or self.root,
            env=self.environment | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(
        self, *arguments: str, script: str | Path = "hyotei", cwd: Path | None = None, stdin: str = "", **env: str
    ) -> subprocess.CompletedProcess[str]:
        """The outcome of a script."""
        process = self.start(*arguments, script=script, cwd=cwd, **env)
        out, err = process.communicate(stdin, timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


@pytest.fixture
def bare(tmp_path: Path) -> Tree:
    """A tree in a folder with spaces, on a machine without Python."""
    return Tree(tmp_path / "評価 の bot", tmp_path / "programs")


@pytest.fixture
def tree(bare: Tree) -> Tree:
    """The same tree on a machine with a Python."""
    bare.program("python3", PYTHON)
    return bare


def arguments_of(result: subprocess.CompletedProcess[str]) -> list[str]:
    """What reached the command line of a run that went well."""
    assert result.returncode == 0, result.stderr
    arguments: list[str] = json.loads(result.stdout)["arguments"]
    return arguments


def test_the_first_run_sets_up_and_says_so_in_one_line(tree: Tree) -> None:
    """A first run installs the lock, says so in one Japanese line on standard error, and then does what was asked."""
    result = tree.run("ask", "評定は？")
    assert arguments_of(result) == ["ask", "評定は？"]
    assert ONE_JAPANESE_LINE.fullmatch(result.stderr)
    assert tree.installed() == "first\n"


def test_later_runs_are_silent_and_start_nothing_needless(tree: Tree) -> None:
    """A second run installs nothing, says nothing, and needs two small tools besides bash and Python."""
    tree.run()
    for tool in tree.programs.iterdir():
        if tool.name not in {"bash", "cmp", "env", "installed", "realpath"}:
            tool.unlink()
    result = tree.run("ask")
    assert arguments_of(result) == ["ask"]
    assert result.stderr == ""
    assert tree.installed() == "first\n"


def test_a_changed_lock_is_installed(tree: Tree) -> None:
    """After an update of the repository the next run installs the new lock alone, once, and names the changed file."""
    tree.run()
    (tree.root / ".venv/of_a_package_no_longer_needed").touch()
    tree.lock("second\n")
    result = tree.run("ask")
    assert arguments_of(result) == ["ask"]
    assert not (tree.root / ".venv/of_a_package_no_longer_needed").exists()
    assert ONE_JAPANESE_LINE.fullmatch(result.stderr)
    assert "requirements.lock" in result.stderr
    assert tree.run().stderr == ""
    assert tree.installed() == "first\nsecond\n"


def test_a_lock_that_changes_during_the_installation_is_installed_next(tree: Tree) -> None:
    """The lock that counts as installed is the one that pip read, not the one that lay there afterwards."""
    tree.run(WHILE_INSTALLING=f"echo second >'{tree.root}/requirements.lock'")
    assert "requirements.lock" in tree.run().stderr
    assert tree.installed() == "first\nsecond\n"


def test_an_interrupted_set_up_is_done_again(tree: Tree) -> None:
    """A run that was killed while pip worked leaves a .venv with a Python in it, which the next run does not trust."""
    killed = tree.run(WHILE_INSTALLING="kill -9 $PPID")
    assert killed.returncode == -9
    assert (tree.root / ".venv/bin/python").exists()
    assert arguments_of(tree.run("ask")) == ["ask"]
    assert tree.installed() == "first\nfirst\n"


def test_a_failed_installation_ends_with_status_2_and_is_done_again(tree: Tree) -> None:
    """When pip fails the command does not run, a Japanese line says what to do, and the next run tries again."""
    failed = tree.run(WHILE_INSTALLING="echo 'pip: no network'; exit 1")
    assert failed.returncode == 2
    assert failed.stdout == ""
    assert "pip: no network\n" in failed.stderr
    assert ONE_JAPANESE_LINE.fullmatch(failed.stderr.splitlines(keepends=True)[-1])
    assert arguments_of(tree.run("ask")) == ["ask"]
    assert tree.installed() == "first\nfirst\n"


def test_two_first_runs_at_once_install_once(tree: Tree) -> None:
    """The second of two simultaneous first runs waits for the first, then uses its .venv."""
    runs = [tree.start(str(number), WHILE_INSTALLING="sleep 0.5") for number in range(2)]
    results = [(run.communicate("", timeout=60), run.returncode) for run in runs]
    for number, ((out, err), status) in enumerate(results):
        assert status == 0, err
        assert json.loads(out)["arguments"] == [str(number)]
    assert tree.installed() == "first\n"


def test_a_vanished_python_is_replaced(tree: Tree) -> None:
    """A .venv whose Python was uninstalled is made anew, and the lock is not said to have changed."""
    tree.run()
    (tree.root / ".venv/bin/python").unlink()
    result = tree.run("ask")
    assert arguments_of(result) == ["ask"]
    assert "requirements.lock" not in result.stderr
    assert tree.installed() == "first\nfirst\n"


def test_an_activated_venv_does_not_make_its_successor(tree: Tree) -> None:
    """Inside an activated .venv, which is removed when the lock changes, the new one comes from the system's Python."""
    tree.run()
    shutil.copy(tree.root / ".venv/bin/python", tree.root / ".venv/bin/python3.11")
    tree.lock("second\n")
    result = tree.run("ask", PATH=f"{tree.root}/.venv/bin:{tree.programs}")
    assert arguments_of(result) == ["ask"]
    assert tree.installed() == "first\nsecond\n"


@pytest.mark.parametrize(
    "unfit",
    [None, PYTHON_3_10, PYTHON_WITHOUT_VENV, SHIM_OF_NOTHING],
    ids=["missing", "too old", "without venv", "shim of nothing"],
)
def test_an_unfit_python_is_refused_in_one_line(bare: Tree, unfit: str | None) -> None:
    """Without a Python 3.11 that can make a .venv, one Japanese line says so, with status 2, and nothing is left."""
    if unfit:
        bare.program("python3", unfit)
        bare.program("python3.11", unfit)
    result = bare.run("ask")
    assert result.returncode == 2
    assert result.stdout == ""
    assert ONE_JAPANESE_LINE.fullmatch(result.stderr)
    assert "Python 3.11" in result.stderr
    assert not (bare.root / ".venv").exists()


def test_a_fit_python_is_found_behind_an_unfit_one(tree: Tree) -> None:
    """A command python3.11 that does not run is passed over for a python3 that does."""
    tree.program("python3.11", SHIM_OF_NOTHING)
    assert arguments_of(tree.run("ask")) == ["ask"]


def test_uv_installs_where_there_is_uv(tree: Tree) -> None:
    """With uv on PATH, uv makes the .venv and installs the same lock."""
    tree.program("uv", UV)
    assert arguments_of(tree.run("ask")) == ["ask"]
    assert tree.installed() == "by uv\nfirst\n"


@pytest.mark.parametrize(
    ("script", "command"),
    [("hyotei", []), ("ask", ["ask"]), ("slack", ["slack"]), ("demo", []), ("fuzz", []), ("soak", [])],
)
def test_arguments_arrive_as_typed(tree: Tree, script: str, command: list[str]) -> None:
    """Spaces, Japanese, line breaks, wildcards and empty arguments reach the command line unchanged."""
    typed = ["Ⅰ-1 の　評定は？", "", "*", "--as=$HOME", "二\n行", "'\"\\"]
    assert arguments_of(tree.run(*typed, script=script)) == [*command, *typed]


def test_standard_input_is_left_to_the_command(tree: Tree) -> None:
    """A question on standard input is still there after a set-up whose installer reads its own standard input."""
    result = tree.run("ask", "-", stdin="Ⅰ-1の評定は？\n", WHILE_INSTALLING="cat; echo installed")
    assert json.loads(result.stdout) == {"arguments": ["ask", "-"], "stdin": "Ⅰ-1の評定は？\n"}


def test_any_working_directory_will_do(tree: Tree, tmp_path: Path) -> None:
    """From another directory the repository's own code runs, even if a folder named bot lies there too."""
    elsewhere = tmp_path / "else where"
    (elsewhere / "bot").mkdir(parents=True)
    (elsewhere / "bot/cli.py").write_text("raise SystemExit('the wrong bot')", encoding="utf-8")
    for _ in ("first run", "second run"):
        assert arguments_of(tree.run("ask", cwd=elsewhere)) == ["ask"]
    assert not (elsewhere / ".venv").exists()


def test_a_symbolic_link_will_do(tree: Tree, tmp_path: Path) -> None:
    """A link to a link to a script, the first of them relative, finds the repository."""
    (tmp_path / "near").symlink_to(tree.root.relative_to(tmp_path) / "scripts/ask")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/ask").symlink_to(tmp_path / "near")
    assert arguments_of(tree.run("評定", script=tmp_path / "bin/ask", cwd=tmp_path)) == ["ask", "評定"]
    assert (tree.root / ".venv").exists()


def test_a_real_venv_is_made_offline_from_an_empty_lock(bare: Tree) -> None:
    """The commands given to venv and pip are ones that the real venv and pip understand."""
    bare.program("python3", '#!/usr/bin/env bash\nexec "$REAL_PYTHON" "$@"\n')
    bare.lock("# nothing to install\n")
    assert arguments_of(bare.run("ask")) == ["ask"]
    assert (bare.root / ".venv/pyvenv.cfg").exists()
    assert bare.run().stderr == ""


def test_scripts_test_checks_everything_and_passes_arguments_to_pytest(tree: Tree) -> None:
    """Form, lint, types and tests are checked in this order, and what is typed goes to pytest alone."""
    result = tree.run("-k", "二 語", script="test")
    assert result.returncode == 0, result.stderr
    assert tree.checked() == ["-m ruff format --check", "-m ruff check", "-m mypy", "-m pytest -k 二 語"]


@pytest.mark.parametrize(
    ("failing", "named"),
    [
        ("-m ruff format*", ["ruff-format"]),
        ("-m ruff check", ["ruff-check"]),
        ("-m mypy", ["mypy"]),
        ("-m pytest", ["pytest"]),
        ("-m ruff*", ["ruff-format", "ruff-check"]),
    ],
)
def test_scripts_test_names_what_failed_and_goes_on(tree: Tree, failing: str, named: list[str]) -> None:
    """One failing part stops none of the others; its name is in the last line and the status is 1."""
    result = tree.run(script="test", FAILING=failing)
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == f"失敗: {' '.join(named)}"
    assert len(tree.checked()) == 4
