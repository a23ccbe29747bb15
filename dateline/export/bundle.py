"""A zip of a view that explains itself: data in three formats, links, sources, names, codebook, licence, citation, version, schema."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.export import as_csv, as_json, as_parquet, citation, codebook, said, schema
from dateline.export.rows import links, pages
from dateline.export.text import encoded, line
from dateline.folders import Folders, each, named
from dateline.registers import REGISTERS
from dateline.tables import Tables

MIME = "application/zip"
_MADE = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: the same for every file, so that the same view of the same record gives the same bytes."""
_LICENCE = f"""# Licence

{{name}} is licensed under the Creative Commons Attribution 4.0 International licence (CC BY 4.0), {citation.LICENCE_ADDRESS}: share
it and build on it, for any purpose, as long as you name "{{name}}", link to the licence, and say what you changed.
"""


def write(tables: Tables, ids: Sequence[str], view: str = "", folders: Folders | None = None) -> bytes:
    """The zip's bytes, the same every time.

    Parameters
    ----------
    view : what stands after "?" in the view's link.
    folders : the record's folder or folders, whose codebook and licence go in; None: ``DATELINE_EVENTS``, else ``events/`` of this project. Where the
        record is not in there, a codebook of the files alone and a plain licence are.
    """
    where = _folders(tables, folders)
    licences = _texts(where, "LICENSE.md")
    name = citation.record_name(tables)
    files = {
        "README.md": encoded(_readme(tables, ids, view)),
        "CITATION.cff": encoded(_cff(tables, ids, view)),
        "citation.txt": encoded(_citations(tables, ids, view)),
        "CODEBOOK.md": encoded(codebook.write(tables, _texts(where, "CODEBOOK.md"))),
        "LICENSE.md": encoded("\n".join(licences) if licences else _LICENCE.format(name=name)),
        "VERSION": encoded(citation.version(tables) + "\n"),
        "events.csv": as_csv.write(tables, ids, view),
        "events.json": as_json.write(tables, ids, view),
        "events.parquet": as_parquet.write(tables, ids, view),
        "events.schema.json": schema.write(),
        "links.csv": as_csv.table(tuple(codebook.LINKS), _links(tables, ids)),
        "sources.csv": as_csv.table(tuple(codebook.SOURCES), _sources(tables, ids)),
        "names.csv": as_csv.table(tuple(codebook.NAMES), _names(tables)),
        "languages.csv": as_csv.table(tuple(codebook.LANGUAGES), _languages(tables, ids)),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for called, content in files.items():
            entry = zipfile.ZipInfo(f"dateline/{called}", _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _folders(tables: Tables, folders: Folders | None) -> list[Path]:
    """The folders that the record's events stand in."""
    here = Path(__file__).resolve().parents[2] / "events"
    candidates = each(folders or named(here))
    some = {located.path for located in tables.records.values()}
    return [one for one in candidates if any((one.absolute().parent / path).is_file() for path in some)]


def _texts(folders: Sequence[Path], name: str) -> list[str]:
    found = []
    for folder in folders:
        try:
            found.append((folder / name).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            continue
    return found


def _links(tables: Tables, ids: Sequence[str]) -> Iterator[list[Any]]:
    kinds = tables.registers.link_kinds
    for event_id in ids:
        event = tables.records[event_id].event
        for link in links(event, tables):
            name = kinds[link.kind].name if link.kind in kinds else link.kind
            yield [event_id, link.to, link.kind, name, link.basis, link.by, link.source, link.note]


def _sources(tables: Tables, ids: Sequence[str]) -> Iterator[list[Any]]:
    for event_id in ids:
        for number, one in pages(tables.records[event_id].event, tables):
            published = one.published.text if one.published else None
            yield [event_id, number, one.url, one.publisher, published, one.origin, one.stance, one.weak, one.supports]


def _names(tables: Tables) -> Iterator[list[Any]]:
    for register, entry in _named(tables):
        yield [register, entry.id, getattr(entry, "proposition", None) or entry.name, getattr(entry, "native", None)]


def _named(tables: Tables) -> Iterator[tuple[str, Any]]:
    for register in REGISTERS:
        if register not in ("coverage", "stories", "record"):
            for entry in getattr(tables.registers, register.replace("-", "_")).values():
                yield register, entry


def _languages(tables: Tables, ids: Sequence[str]) -> Iterator[list[Any]]:
    for event_id in ids:
        for language, text in tables.records[event_id].event.titles.items():
            yield ["events", event_id, language, text]
    for register, entry in _named(tables):
        for language, text in (getattr(entry, "propositions", None) or entry.names).items():
            yield [register, entry.id, language, text]


def _readme(tables: Tables, ids: Sequence[str], view: str) -> str:
    about = citation.about(tables, ids, view)
    known = f"{said.KNOWN.format(about['known'])}\n\n" if "known" in about else ""
    shown = about.get("link") or (f"`?{about['view']}`" if about["view"] else "the whole record")
    return f"""# {citation.record_name(tables)}: {len(ids):,} event{"" if len(ids) == 1 else "s"} with their sources

View: {shown}

Version of the record: {about["version"]}

{known}Every event has a date when it happened, a date when it was reported, and a byline for who says so. An event here is what somebody says;
`status` tells how that stands. Denials weigh the same. Figures are as claimed and never add up.

| file | what it is |
|---|---|
| `events.csv` | one row an event, for spreadsheets (UTF-8, lists joined by ` \\| `) |
| `events.parquet` | the same rows with typed columns: `pandas.read_parquet("events.parquet")` |
| `events.json` | each event in full, with sources, stances, figures, quotations, links; described by `events.schema.json` |
| `links.csv` | links between events, each with its kind and the ground it rests on |
| `sources.csv` | the pages that the events rest on |
| `names.csv` | names of the ids |
| `languages.csv` | titles and names in other languages, one row each |
| `CODEBOOK.md` | what every column and word means, and how the record is written |
| `citation.txt`, `CITATION.cff` | how to cite it |
| `LICENSE.md`, `VERSION` | licence; version of the record |

Cite as: {about["citation"]}
"""


def _citations(tables: Tables, ids: Sequence[str], view: str) -> str:
    names = {"chicago": "Chicago", "apa": "APA", "bibtex": "BibTeX", "csl-json": "CSL-JSON"}
    return "\n\n".join(f"{names[style]}\n{citation.of_view(tables, ids, view, style)}" for style in citation.STYLES) + "\n"


def _cff(tables: Tables, ids: Sequence[str], view: str) -> str:
    """Citation File Format 1.2.0. Values are written as JSON strings, which are YAML too."""
    about = citation.about(tables, ids, view)
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them.",
        "type": "dataset",
        "title": citation.record_name(tables),
        "abstract": line(about["citation"]),
        "version": about["version"],
        "license": citation.LICENCE,
    }
    if tables.changed:
        fields["date-released"] = tables.changed.isoformat()
    if "link" in about:
        fields["url"] = about["link"]
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join([*lines, "authors:", f"  - name: {json.dumps(citation.author(tables))}", ""])
