import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from bot import chores
from bot.cli import ENTRIES, main, make_parser
from bot.replica import AlreadyRunning, only_one
from bot.settings import Settings
from bot.sorry import Sorry
from storage.keys import Keys


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.words)
def test_every_command_has_its_words_and_something_that_does_it(entry: object) -> None:
    options = make_parser().parse_args([*entry.words.split(), *(["x"] * len(entry.arguments))])  # type: ignore[attr-defined]
    assert options.entry is entry
    assert callable(options.entry.act())


def test_the_console_answers_before_it_loads_anything_heavy() -> None:
    code = "import sys, bot.cli; sys.exit(any(name in sys.modules for name in ('telegram', 'sqlalchemy', 'aiohttp')))"
    ended = subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2])  # noqa: S603
    assert ended.returncode == 0


def test_a_live_bot_does_not_load_what_few_processes_ever_need() -> None:
    rare = ("alembic", "xlsxwriter", "python_calamine", "resvg_py", "simulator", "bot.bench")
    code = f"import sys, bot.starting, bot.running; print([name for name in {rare} if name in sys.modules])"
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        check=True,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert ended.stdout == "[]\n"


def test_what_cannot_be_done_is_said_in_a_sentence_and_not_in_a_traceback(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings.bot_token
    assert main(["db", "backup", "copy.db"]) == 1
    monkeypatch.setenv("LISTEN", "nowhere")
    assert main(["keys", "new"]) == 1
    said = capsys.readouterr().err
    assert "LISTEN: must be host:port" in said
    assert "Traceback" not in said
    monkeypatch.delenv("LISTEN")
    assert main(["keys", "new"]) == 0


def test_an_installation_is_made_copied_and_put_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no new" not in chores.upgrade_tables(Namespace(), settings)
    assert "no new" in chores.upgrade_tables(Namespace(), settings)
    assert settings.keys_file.stat().st_mode & 0o777 == 0o600
    chores.back_up(Namespace(file="copy.db"), settings)
    assert "0" in chores.put_back(Namespace(file="copy.db"), settings)
    monkeypatch.setenv("SASAR_PASSPHRASE", "twelve letters and more")
    chores.export_copy(Namespace(file="copy.json"), settings)
    assert Keys.load(settings.keys_file).is_exported
    before = Keys.load(settings.keys_file).master[0]
    chores.rotate_keys(Namespace(index=False), settings)
    after = Keys.load(settings.keys_file)
    assert len(after.master) == 1
    assert after.master[0] != before
    chores.rotate_keys(Namespace(index=True), settings)
    [index] = Keys.load(settings.keys_file).index
    assert index != after.index[0]
    assert chores.check_tables(Namespace(), settings)


def test_keys_in_use_are_never_replaced(settings: Settings) -> None:
    chores.new_keys(Namespace(), settings)
    with pytest.raises(Sorry, match="never replaced"):
        chores.new_keys(Namespace(), settings)
    assert Keys.load(settings.keys_file)


def test_two_processes_cannot_be_the_only_one(tmp_path: Path) -> None:
    database = tmp_path / "sasar.db"
    with only_one(database), pytest.raises(AlreadyRunning), only_one(database):
        pass
    with only_one(database):
        pass


MAKE = Path(__file__).parents[2] / "Makefile"


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """The Makefile among stand-ins: a python that notes what it is asked for."""
    (tmp_path / "Makefile").write_text(MAKE.read_text())
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/run.lock").write_text("one\n")
    tools = tmp_path / ".venv/bin"
    tools.mkdir(parents=True)
    python = tools / "python"
    python.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\ncase "$1" in -c) echo {tmp_path};; esac\n')
    python.chmod(0o755)
    return tmp_path


def make(folder: Path, goal: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own Makefile
        ["make", goal],  # noqa: S607
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_packages_are_installed_with_hashes_once_and_again_only_when_the_list_changes(workshop: Path) -> None:
    goal = ".venv/run.stamp"
    for _ in range(2):
        assert make(workshop, goal).returncode == 0
    asked = (workshop / "asked").read_text()
    assert asked.count("pip install") == 1
    assert "--require-hashes" in asked
    later = (workshop / goal).stat().st_mtime + 10
    os.utime(workshop / "requirements/run.lock", (later, later))
    assert make(workshop, goal).returncode == 0
    assert (workshop / "asked").read_text().count("pip install") == 2
    assert "bot.cli" in (workshop / ".venv/bin/sasar").read_text()


def test_a_python_that_is_too_old_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text(MAKE.read_text())
    old = tmp_path / "tools"
    old.mkdir()
    for name in ("python3.13", "python3.12", "python3.11", "python3"):
        (old / name).write_text("#!/bin/sh\nexit 1\n")
        (old / name).chmod(0o755)
    ended = make(tmp_path, ".venv/bin/python", PATH=f"{old}:{os.environ['PATH']}")
    assert ended.returncode != 0
    assert "Sasar needs Python 3.11, 3.12 or 3.13" in ended.stdout
    assert "apt install" in ended.stdout
