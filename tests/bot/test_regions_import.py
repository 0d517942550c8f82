"""`sasar regions import` reads a folder, a .zip or a .tgz, and writes all or nothing."""

import io
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot import regions_command
from bot.regions_command import NoTablesError, import_regions
from conversations.regions import Regions, expected_edition
from conversations.regions.building import BadCountError, BadRowError
from conversations.regions.edition import Counts

TABLES = {
    "provinces.csv": "code,name\n32,Jawa Contoh\n",
    "regencies.csv": "code,province_code,name\n32.02,32,Kabupaten Mawar\n",
    "districts.csv": "code,regency_code,name\n32.02.29,32.02,Melati\n",
    "villages.csv": "code,district_code,name\n32.02.29.2001,32.02.29,Anggrek\n",
}
MERGED = {**TABLES, "villages.csv": "code,district_code,name\n32.02.29.1001,32.02.29,Anggrek\n"}
EDITION = replace(expected_edition(), counts=Counts(1, 1, 1, 1))


def folder(tmp_path: Path, tables: dict[str, str]) -> Path:
    inside = tmp_path / "source" / "package" / "data"
    inside.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (inside / name).write_text(text, "utf-8")
    return tmp_path / "source"


def zipped(tmp_path: Path, tables: dict[str, str]) -> Path:
    with zipfile.ZipFile(tmp_path / "source.zip", "w") as packed:
        for name, text in tables.items():
            packed.writestr(f"regions/{name}", text)
    return tmp_path / "source.zip"


def tarred(tmp_path: Path, tables: dict[str, str]) -> Path:
    with tarfile.open(tmp_path / "source.tgz", "w:gz") as tar:
        for name, text in tables.items():
            entry = tarfile.TarInfo(f"package/data/{name}")
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return tmp_path / "source.tgz"


@pytest.mark.parametrize("packed", [folder, zipped, tarred])
def test_a_folder_a_zip_and_a_tgz_give_the_same_list(
    tmp_path: Path, packed: Callable[[Path, dict[str, str]], Path]
) -> None:
    target = tmp_path / "regions.tsv.gz"
    summary = import_regions(packed(tmp_path, {**TABLES, "islands.csv": "x\n"}), target, edition=EDITION)
    again = import_regions(folder(tmp_path, TABLES), target, edition=EDITION)
    assert (summary.is_changed, again.is_changed) == (True, False)
    assert "1 / 1 / 1 / 1 regions of Kepmendagri 300.2.2-2430/2025" in str(summary)
    assert summary.stored_bytes == len(target.read_bytes())


def test_codes_that_leave_are_kept_as_retired_with_their_heirs(tmp_path: Path) -> None:
    target = tmp_path / "regions.tsv.gz"
    import_regions(folder(tmp_path, TABLES), target, edition=EDITION)
    summary = import_regions(zipped(tmp_path, MERGED), target, edition=replace(EDITION, version="5.0"))
    regions = Regions(target.read_bytes(), (tmp_path / "retired.tsv.gz").read_bytes())
    gone = regions.find_retired("3202292001")
    assert gone
    assert (summary.retired, gone.last_in, gone.successor) == (1, "idn-area-data 4.0.1", "3202291001")


@pytest.mark.parametrize(
    ("tables", "refusal"),
    [
        ({"provinces.csv": TABLES["provinces.csv"]}, NoTablesError),
        ({**TABLES, "villages.csv": TABLES["villages.csv"] * 2}, BadRowError),
        ({**TABLES, "villages.csv": "code,district_code,name\n"}, BadCountError),
    ],
)
def test_a_refused_source_changes_nothing(
    tmp_path: Path, tables: dict[str, str], refusal: type[Exception]
) -> None:
    target = tmp_path / "regions.tsv.gz"
    import_regions(zipped(tmp_path, TABLES), target, edition=EDITION)
    before = target.read_bytes()
    with pytest.raises(refusal):
        import_regions(tarred(tmp_path, tables), target, edition=EDITION)
    assert target.read_bytes() == before
    assert not import_regions(tarred(tmp_path, TABLES), target, edition=EDITION).is_changed


def test_a_table_that_is_there_twice_is_refused_by_name(tmp_path: Path) -> None:
    source = folder(tmp_path, TABLES)
    copy = source / "villages.csv"
    copy.write_text("code\n", "utf-8")
    with pytest.raises(NoTablesError, match=r"villages\.csv is there twice"):
        import_regions(source, tmp_path / "regions.tsv.gz", edition=EDITION)
    copy.unlink()
    assert import_regions(source, tmp_path / "regions.tsv.gz", edition=EDITION).is_changed


def test_a_table_that_is_not_text_is_refused_by_name(tmp_path: Path) -> None:
    source = folder(tmp_path, TABLES)
    table = source / "package" / "data" / "districts.csv"
    table.write_bytes(b"code,name\n\xff\xfe")
    with pytest.raises(NoTablesError, match=r"districts.csv is not UTF-8: invalid start byte at byte 10"):
        import_regions(source, tmp_path / "regions.tsv.gz", edition=EDITION)
    table.write_text(TABLES["districts.csv"], "utf-8-sig")
    assert import_regions(source, tmp_path / "regions.tsv.gz", edition=EDITION).is_changed


def test_a_packed_file_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = zipped(tmp_path, TABLES)
    with monkeypatch.context() as smaller:
        smaller.setattr(regions_command, "LARGEST_TABLE", 10)
        with pytest.raises(NoTablesError, match=r"provinces\.csv is larger than 10 bytes"):
            import_regions(source, tmp_path / "regions.tsv.gz", edition=EDITION)
    assert import_regions(source, tmp_path / "regions.tsv.gz", edition=EDITION).is_changed


@pytest.mark.parametrize("name", ["missing", "notes.txt"])
def test_what_is_no_source_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("no regions here", "utf-8")
    with pytest.raises(NoTablesError, match=r"is no folder, \.zip or \.tgz"):
        import_regions(tmp_path / name, tmp_path / "regions.tsv.gz", edition=EDITION)
    assert import_regions(zipped(tmp_path, TABLES), tmp_path / "regions.tsv.gz", edition=EDITION).is_changed
