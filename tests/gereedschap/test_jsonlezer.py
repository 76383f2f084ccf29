"""Large JSON in a stream; broken, cut off and hostile files."""

import gzip
import itertools
import tracemalloc

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gereedschap import jsonlezer, stroom
from gereedschap.jsonlezer import Lijstlezer, lees_regels
from gereedschap.stroom import Bestandsfout, soort_van, vingerafdruk

WAARDEN = st.dictionaries(
    st.text(max_size=5),
    st.one_of(
        st.text(alphabet='"\\{}[],:aé\n', max_size=8),
        st.integers(-9, 9),
        st.lists(st.dictionaries(st.text(max_size=2), st.integers(0, 3), max_size=2), max_size=2),
    ),
    max_size=3,
)


def alle(lezer):
    return list(itertools.chain.from_iterable(lezer))


@pytest.fixture
def schrijf(tmp_path):
    def _schrijf(inhoud: bytes, naam: str = "levering.json"):
        pad = tmp_path / naam
        pad.write_bytes(inhoud)
        return pad

    return _schrijf


@pytest.fixture
def kleine_blokken(monkeypatch):
    monkeypatch.setattr(stroom, "BLOK", 7)


@given(objecten=st.lists(WAARDEN, max_size=6), voor=WAARDEN, na=WAARDEN, inspringen=st.booleans())
def test_lijst_komt_heel_terug_hoe_de_blokken_ook_vallen(
    tmp_path_factory, objecten, voor, na, inspringen
):
    voor.pop("lijst", None)
    na.pop("lijst", None)
    geheel = {**voor, "lijst": objecten, **{k: v for k, v in na.items() if k not in voor}}
    pad = tmp_path_factory.mktemp("json") / "a.json"
    pad.write_bytes(orjson.dumps(geheel, option=orjson.OPT_INDENT_2 if inspringen else 0))
    with pytest.MonkeyPatch.context() as m:
        m.setattr(stroom, "BLOK", 11)
        lezer = Lijstlezer(pad, "lijst")
        gelezen = alle(lezer)
    assert [waarde for _, waarde, _ in gelezen] == objecten
    assert [nr for nr, _, _ in gelezen] == list(range(1, len(objecten) + 1))
    assert lezer.overig == {k: v for k, v in geheel.items() if k != "lijst"}


@pytest.mark.usefixtures("kleine_blokken")
def test_een_kapotte_regel_houdt_de_andere_niet_tegen(schrijf):
    pad = schrijf(b'{"a":1}\n{"a":NaN}\n\n{"a":1e400}\r\n{"a":2}\n{"a":3}')
    assert [(nr, w and w["a"], bool(f)) for nr, w, f in alle(lees_regels(pad))] == [
        (1, 1, False),
        (2, None, True),
        (4, None, True),
        (5, 2, False),
        (6, 3, False),
    ]


def test_uitleg_van_nan_en_oneindig(schrijf):
    fouten = [f for _, _, f in alle(lees_regels(schrijf(b'{"a":NaN}\n{"a":1e400}\n{a}\n')))]
    assert "NaN" in fouten[0]
    assert "oneindig" in fouten[1]
    assert "geen geldige JSON" in fouten[2]


@pytest.mark.parametrize("deel", [0.3, 0.6, 0.95])
def test_half_bestand_wordt_geweigerd(schrijf, deel):
    inhoud = orjson.dumps({"features": [{"id": str(i)} for i in range(50)], "links": []})
    pad = schrijf(inhoud[: int(len(inhoud) * deel)])
    with pytest.raises(Bestandsfout, match="afgebroken"):
        alle(Lijstlezer(pad, "features"))
    regels = b"\n".join(orjson.dumps({"id": i, "naam": "x" * 9}) for i in range(50))
    with pytest.raises(Bestandsfout, match="afgebroken"):
        alle(lees_regels(schrijf(regels[:-4])))


def test_json_zonder_de_lijst_wordt_geweigerd(schrijf):
    with pytest.raises(Bestandsfout, match="geen lijst “features”"):
        alle(Lijstlezer(schrijf(b'{"fout": "niet gevonden"}'), "features"))
    with pytest.raises(Bestandsfout, match="anders dan objecten"):
        alle(Lijstlezer(schrijf(b'{"features": [1, 2]}'), "features"))


def test_te_lange_regel_wordt_overgeslagen_zonder_geheugen(schrijf, monkeypatch):
    monkeypatch.setattr(stroom, "BLOK", 1000)
    monkeypatch.setattr(stroom.regels, "__kwdefaults__", {"langste": 5000})
    pad = schrijf(b'{"a":1}\n{"a":"' + b"x" * 20_000 + b'"}\n{"a":2}\n')
    gelezen = alle(lees_regels(pad))
    assert [nr for nr, _, fout in gelezen if not fout] == [1, 3]
    assert "langer dan" in gelezen[1][2]


def test_te_lang_element_weigert_het_bestand(schrijf, monkeypatch):
    monkeypatch.setattr(jsonlezer, "LANGSTE_REGEL", 5000)
    monkeypatch.setattr(stroom, "BLOK", 1000)
    pad = schrijf(b'{"features":[{"a":1},{"a":"' + b"x" * 20_000 + b'"}]}')
    with pytest.raises(Bestandsfout, match="element 2"):
        alle(Lijstlezer(pad, "features"))


def test_tekst_zonder_einde_kost_geen_geheugen(schrijf):
    pad = schrijf(b'{"features":"' + b"x" * (8 << 20))
    tracemalloc.start()
    try:
        with pytest.raises(Bestandsfout, match="geen lijst “features”"):
            alle(Lijstlezer(pad, "features"))
        piek = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert piek < 40 << 20


def test_gzip_leest_als_gewoon_en_afgebroken_gzip_wordt_geweigerd(schrijf):
    inhoud = gzip.compress(b'{"a":1}\n' * 5000)
    pad = schrijf(inhoud, "a.ndjson")
    assert len(alle(lees_regels(pad))) == 5000
    assert len(vingerafdruk(pad)) == 64
    with pytest.raises(Bestandsfout, match="beschadigd of afgebroken"):
        alle(lees_regels(schrijf(inhoud[:-20])))


def test_gzipbom_wordt_niet_verder_gelezen(schrijf, monkeypatch):
    monkeypatch.setattr(stroom, "VERHOUDING_VANAF", 100_000)
    pad = schrijf(gzip.compress(b"0" * 5_000_000), "bom.gz")
    with pytest.raises(Bestandsfout, match="verdacht groot"):
        alle(lees_regels(pad))


@pytest.mark.parametrize(
    ("inhoud", "reden"),
    [
        (b"", "leeg"),
        (b"<!DOCTYPE html><html>", "webpagina"),
        ("nis;waarde".encode("utf-16"), "UTF-16"),
        (b"abc\x00def", "tekstbestand"),
    ],
)
def test_wat_geen_levering_kan_zijn(schrijf, inhoud, reden):
    with pytest.raises(Bestandsfout, match=reden):
        soort_van(schrijf(inhoud))


def test_soort_volgt_de_inhoud(schrijf):
    assert soort_van(schrijf(b'\xef\xbb\xbf {"a":1}')) == "json"
    assert soort_van(schrijf(b"nis;waarde\n")) == "csv"
    assert soort_van(schrijf(gzip.compress(b"nis;waarde\n"))) == "csv"
