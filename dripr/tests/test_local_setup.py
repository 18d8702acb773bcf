"""What `make setup` does and says, with stubs in place of the machine's programs: nothing is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

SETUP = Path(__file__).resolve().parents[1] / "local" / "setup.sh"
TOOLS = ["cat", "cut", "dirname", "grep", "head", "mkdir", "rm", "sed", "sha256sum", "tail", "tr"]
# A Python that only notes what it was asked to do; `venv` gives a copy of it.
PYTHON = """#!/bin/sh
case "$*" in
    --version) echo "Python {version}" ;;
    *version_info*) exit {too_old} ;;
    *ensurepip*) [ ! -e "{machine}/no-venv" ] ;;
    *Python.h*) [ ! -e "{machine}/no-headers" ] ;;
    "-m venv --clear .venv") echo venv >>"{machine}/calls"; mkdir -p .venv/bin; cat "$0" >.venv/bin/python
        /bin/chmod +x .venv/bin/python ;;
    "-m pip --version") ;;
    "-m pip install"*) echo pip >>"{machine}/calls"
        for file; do :; done; cat "${{file%-dev.txt}}.txt" >"{machine}/installed"
        [ ! -e "{machine}/pip-says" ] || {{ cat "{machine}/pip-says"; exit 1; }} ;;
    *) exit 99 ;;
esac
"""


class Machine:
    """A folder with a fresh clone in `project`, and in `bin` all the programs there are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.project = folder / "project"
        (self.project / "dripr" / "local").mkdir(parents=True)
        self.bin.mkdir()
        shutil.copy(SETUP, self.project / "dripr" / "local" / "setup.sh")
        (self.project / "requirements.txt").write_text("django==5.2\nmysqlclient==2.3.1\n")
        (self.project / "requirements-dev.txt").write_text("-r requirements.txt\npytest==9\n")
        for tool in TOOLS:
            (self.bin / tool).symlink_to(str(shutil.which(tool)))
        self.python("3.11.2")
        self.program("id", "echo 1000")

    def program(self, name: str, script: str = ":") -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def python(self, version: str) -> None:
        too_old = int(tuple(map(int, version.split("."))) < (3, 11))
        path = self.bin / "python3"
        path.write_text(PYTHON.format(version=version, too_old=too_old, machine=self.folder))
        path.chmod(0o755)

    def has(self, *programs: str) -> None:
        for name in programs:
            self.program(name)

    def note(self, name: str, text: str = "") -> None:
        (self.folder / name).write_text(text)

    def read(self, name: str) -> str:
        path = self.folder / name
        return path.read_text() if path.exists() else ""

    def setup(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        command = [str(shutil.which("bash")), str(self.project / "dripr" / "local" / "setup.sh"), *arguments]
        return subprocess.run(
            command, env={"PATH": str(self.bin)} | environment, capture_output=True, text=True, check=False, timeout=30
        )


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """Nothing but Python: no compiler, no headers, no MariaDB; an ordinary user on Debian."""
    machine = Machine(tmp_path)
    machine.has("apt-get")
    machine.note("no-headers")
    return machine


@pytest.fixture
def equipped(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.has("apt-get", "gcc", "pkg-config", "mariadbd", "mariadb-install-db")
    return machine


INSTALL_LINE = (
    "type: sudo apt-get update && sudo apt-get install --no-install-recommends"
    " python3-dev gcc pkg-config libmariadb-dev mariadb-server-core mariadb-client-core"
)


def test_setup_with_an_old_python_says_so(equipped: Machine) -> None:
    equipped.python("3.9.2")

    done = equipped.setup()

    assert done.returncode == 1
    assert done.stderr == (
        "dripr: dripr needs Python 3.11 or newer, and python3 is Python 3.9.2."
        " Install a newer one beside it and name it: make setup PYTHON=/path/to/python3.12\n"
    )


def test_setup_takes_a_newer_python_beside_the_old_one(equipped: Machine) -> None:
    equipped.python("3.12.1")
    (equipped.bin / "python3").rename(equipped.bin / "python3.12")
    equipped.python("3.9.2")

    done = equipped.setup()

    assert done.returncode == 0
    assert "Making .venv with Python 3.12.1" in done.stdout


def test_setup_without_python_says_so(equipped: Machine) -> None:
    (equipped.bin / "python3").unlink()

    done = equipped.setup()

    assert done.returncode == 1
    assert done.stderr == (
        "dripr: there is no python3 here. dripr needs Python 3.11 or newer (Debian's package: python3).\n"
    )


def test_setup_on_an_equipped_machine_installs_everything_once(equipped: Machine) -> None:
    first = equipped.setup("--mariadb")
    second = equipped.setup("--mariadb")

    assert (first.returncode, second.returncode) == (0, 0)
    assert second.stdout == ""
    assert equipped.read("calls") == "venv\npip\n"
    assert "mysqlclient" in equipped.read("installed")


def test_setup_installs_again_when_the_requirements_change(equipped: Machine) -> None:
    equipped.setup()
    (equipped.project / "requirements.txt").write_text("django==5.3\n")

    equipped.setup()

    assert equipped.read("calls") == "venv\npip\npip\n"
    assert equipped.read("installed") == "django==5.3\n"


def test_setup_repairs_a_half_made_venv(equipped: Machine) -> None:
    equipped.setup()
    (equipped.project / ".venv" / "dripr-setup").write_text("unfinished\n")

    done = equipped.setup()

    assert done.returncode == 0
    assert equipped.read("calls") == "venv\npip\nvenv\npip\n"


def test_setup_makes_the_venv_anew_when_its_python_is_gone(equipped: Machine) -> None:
    equipped.setup()
    (equipped.project / ".venv" / "bin" / "python").unlink()

    equipped.setup()

    assert equipped.read("calls") == "venv\npip\nvenv\npip\n"


def test_setup_not_as_root_goes_on_with_sqlite_and_says_what_to_type(bare: Machine) -> None:
    done = bare.setup()

    assert done.returncode == 0
    assert "`make run` works on SQLite" in done.stdout
    assert done.stdout.endswith(f"To have it, {INSTALL_LINE}\n")
    assert bare.read("installed") == "django==5.2\n"


def test_setup_completes_what_it_left_out_once_it_can(bare: Machine) -> None:
    bare.setup()
    (bare.folder / "no-headers").unlink()
    bare.has("gcc", "pkg-config")

    bare.setup()

    assert "mysqlclient" in bare.read("installed")


def test_setup_for_the_tests_not_as_root_fails_and_says_what_to_type(bare: Machine) -> None:
    done = bare.setup("--mariadb")

    assert done.returncode == 1
    assert done.stderr == (
        f"dripr: the tests run on MariaDB too, and this machine lacks something for it; {INSTALL_LINE}\n"
    )
    assert bare.read("calls") == ""


def test_setup_as_root_installs_only_what_is_missing(bare: Machine) -> None:
    bare.program("id", "echo 0")
    bare.has("gcc", "mariadbd", "mariadb-install-db")
    bare.program("apt-get", f'echo "$@" >>{bare.folder}/calls; rm -f {bare.folder}/no-headers')

    bare.setup()

    assert bare.read("calls").splitlines()[:2] == [
        "update",
        "-o DPkg::Lock::Timeout=120 install --yes --no-install-recommends python3-dev pkg-config libmariadb-dev",
    ]


def test_setup_says_why_apt_failed_and_goes_on(bare: Machine) -> None:
    bare.program("id", "echo 0")
    bare.program("apt-get", "echo 'E: Unable to locate package gcc' >&2; exit 100")

    done = bare.setup()

    assert done.returncode == 0
    assert done.stderr == "dripr: apt-get could not install them: E: Unable to locate package gcc\n"


def test_setup_without_apt_names_the_packages(bare: Machine) -> None:
    (bare.bin / "apt-get").unlink()

    done = bare.setup()

    assert "install what Debian calls: python3-dev gcc pkg-config libmariadb-dev" in done.stdout


def test_setup_without_the_venv_module_says_what_to_type(equipped: Machine) -> None:
    equipped.note("no-venv")

    done = equipped.setup()

    assert done.returncode == 1
    assert done.stderr == (
        "dripr: Python's venv module is not complete here;"
        " type: sudo apt-get update && sudo apt-get install --no-install-recommends python3-venv\n"
    )


def test_setup_without_network_says_so_and_the_next_one_repairs(equipped: Machine) -> None:
    equipped.note("pip-says", "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: no match\n")
    failed = equipped.setup()
    (equipped.folder / "pip-says").unlink()

    done = equipped.setup()

    assert failed.returncode == 1
    assert failed.stderr.startswith("dripr: pip could not reach its package index")
    assert len(failed.stderr.splitlines()) == 1
    assert done.returncode == 0


def test_setup_goes_on_without_a_driver_that_does_not_build(equipped: Machine) -> None:
    equipped.note("pip-says", "ERROR: Failed to build 'mysqlclient' when getting requirements\n")
    original = (equipped.bin / "python3").read_text()
    once = original.replace("exit 1; }", f'rm "{equipped.folder}/pip-says"; exit 1; }}')
    (equipped.bin / "python3").write_text(once)

    done = equipped.setup()

    assert done.returncode == 0
    assert equipped.read("installed") == "django==5.2\n"
    assert "mysqlclient could not be built" in done.stdout
