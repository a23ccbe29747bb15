"""GeoJSON by the rules of RFC 7946, GraphML as networkx reads it."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import networkx as nx
import pytest

from dateline.export import FORMATS, citation
from dateline.export.columns import NAMES
from dateline.export.rows import rows
from dateline.known import as_known
from dateline.tables import Tables, build
from tests.conftest import Small, sample
from tests.export.hostile import all_dates, hostile_record


def collection(tables: Tables, view: str = "") -> dict[str, Any]:
    """The GeoJSON, held to RFC 7946."""
    content = FORMATS["geojson"].write(tables, list(tables.records), view)
    assert not content.startswith(b"\xef\xbb\xbf")
    found: dict[str, Any] = json.loads(content)
    assert found["type"] == "FeatureCollection"
    assert isinstance(found["features"], list)
    # 4: no other coordinate reference system; 7.1: what belongs to other types stands nowhere.
    assert not {"crs", "coordinates", "geometries", "geometry", "properties"} & set(found)
    for feature in found["features"]:
        assert feature["type"] == "Feature"
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert isinstance(feature["id"], str | int | float)
        assert isinstance(feature["properties"], dict)
        if feature["geometry"] is not None:
            assert set(feature["geometry"]) == {"type", "coordinates"}
            assert feature["geometry"]["type"] == "Point"
            lon, lat = feature["geometry"]["coordinates"]
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
    assert len({feature["id"] for feature in found["features"]}) == len(found["features"])
    return found


def test_a_feature_an_event_longitude_first_and_none_where_the_place_is_not_disclosed(small: Small) -> None:
    small.entry("places", "pyongyang")["precision"] = "province"
    tables = small.tables()
    features = {one["id"]: one for one in collection(tables)["features"]}
    assert list(features) == list(tables.records)
    assert features["2023-10-13-containers"]["geometry"] == {"type": "Point", "coordinates": [-77.04, 38.9]}
    assert features["2023-08-11-plants"]["geometry"] is None
    assert features["2023-08-11-plants"]["properties"]["place_precision"] == "undisclosed"
    assert features["2023-10-13-containers"]["properties"]["place_is_spot"] is True
    assert features["2023-08-21-summer-drill"]["properties"]["place_is_spot"] is False
    assert features["2023-10-13-containers"]["properties"]["says_so"] == "Told by White House. Standing: Disputed."


def test_a_place_that_lost_half_of_its_point_or_was_named_undisclosed_has_no_geometry(small: Small) -> None:
    del small.entry("places", "washington")["lat"]
    small.entry("places", "undisclosed-north-korea").update(lat=40.0, lon=127.0)
    found = {one["id"]: one["geometry"] for one in collection(build(small.read()))["features"]}
    assert found["2023-10-13-containers"] is None
    assert found["2023-08-11-plants"] is None


def test_properties_hold_the_table_with_the_bounds_of_uncertain_dates(small: Small) -> None:
    for tables in (all_dates(small), sample()):
        found = collection(tables)
        for feature, row in zip(found["features"], rows(tables, list(tables.records)), strict=True):
            assert {name: feature["properties"][name] for name in NAMES if name not in ("lat", "lon")} == {
                name: value for name, value in row.items() if name not in ("lat", "lon")
            }
        assert found["dateline"] == citation.about(tables, list(tables.records), "")


def test_geojson_of_hostile_texts_and_of_nothing_is_healthy(small: Small) -> None:
    collection(hostile_record(small))
    assert json.loads(FORMATS["geojson"].write(Small(small.folder).tables(), [], ""))["features"] == []


def graph(tables: Tables, ids: list[str], view: str = "") -> Any:
    return nx.read_graphml(io.BytesIO(FORMATS["graphml"].write(tables, ids, view)), force_multigraph=True)


def test_networkx_reads_events_and_links_with_kind_and_basis(small: Small) -> None:
    tables = small.tables()
    found = graph(tables, list(tables.records), "actor=kcna")
    assert found.is_directed()
    assert set(found.nodes) == set(tables.records)
    assert sorted((one, two, data["kind"], data["basis"]) for one, two, data in found.edges(data=True)) == [
        ("2023-10-13-containers", "2023-08-11-plants", "refers-to", "documented"),
        ("2023-10-20-denial", "2023-10-13-containers", "denies", "documented"),
    ]
    assert found.graph["version"] == citation.version(tables)
    assert found.graph["view"] == "actor=kcna"
    node = found.nodes["2023-10-13-containers"]
    assert (node["title"], node["claimed_by"], node["status"], node["lat"], node["lasted"]) == (
        "White House speaks of 1,000 containers of missile parts", "white-house", "disputed", 38.9, False,
    )  # fmt: skip
    assert "lat" not in found.nodes["2023-08-11-plants"]


def test_a_graph_of_a_larger_record_has_all_its_links_and_its_nodes_all_its_texts() -> None:
    tables = sample()
    found = graph(tables, list(tables.records))
    assert found.number_of_nodes() == len(tables.records)
    expected = sorted(zip(*(tables.links[name] for name in ("event", "to", "kind", "basis")), strict=True))
    assert sorted((one, two, data["kind"], data["basis"]) for one, two, data in found.edges(data=True)) == expected
    for event_id, data in found.nodes(data=True):
        assert data["summary"] == tables.records[event_id].event.summary


def test_a_graph_holds_no_link_out_of_the_view_and_none_that_was_not_drawn_yet(small: Small) -> None:
    tables = small.tables()
    assert graph(tables, ["2023-08-11-plants", "2023-10-20-denial"]).number_of_edges() == 0
    known = as_known(tables, date(2023, 10, 13))
    assert graph(known, list(known.records)).number_of_edges() == 0


@pytest.mark.parametrize("make", [hostile_record, all_dates])
def test_a_graph_of_hostile_texts_and_of_any_date_is_read(make: Any, small: Small) -> None:
    tables = make(small)
    assert set(graph(tables, list(tables.records)).nodes) == set(tables.records)
