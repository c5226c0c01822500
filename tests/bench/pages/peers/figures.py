"""What both peers draw: the figures of small areas that our own page has, from the files of a built site."""

import glob
import json
import os

import altair as alt
import pyarrow.ipc as ipc

folder = os.environ["EARLY_YEARS_PEER_DATA"]
alt.data_transformers.disable_max_rows()


def only(name: str) -> str:
    return glob.glob(os.path.join(folder, name))[0]


def read():
    with open(only("small-area-outcomes.*.arrow"), "rb") as file:
        content = file.read()
    opened = ipc.open_file(content) if content[:6] == b"ARROW1" else ipc.open_stream(content)
    rows = opened.read_all().to_pandas()
    rows = rows.astype({name: str for name in rows.columns if rows[name].dtype.name == "category"})
    with open(only("small-areas.*.json")) as file:
        shapes = json.load(file)
    return rows[rows.level == "lsoa"], shapes


def drawn(rows, shapes, indicator: str, period: str):
    """A map, a ranking and a trend, and the rows of a table."""
    of = rows[rows.indicator == indicator]
    now = of[of.period == period][["area", "area_name", "numerator", "denominator", "value", "lower", "upper"]]
    # An area without a figure has none here either: what is no number cannot be sent to a page.
    value = {area: value for area, value in zip(now.area, now.value) if value == value}
    features = [
        {
            "type": "Feature",
            "geometry": shape["geometry"],
            "properties": {"name": shape["name"], "value": value.get(shape["code"])},
        }
        for shape in shapes
    ]
    areas = (
        alt.Chart(alt.Data(values=features))
        .mark_geoshape()
        .encode(color="properties.value:Q", tooltip=["properties.name:N", "properties.value:Q"])
        .project(type="identity", reflectY=True)
        .properties(width=400, height=500)
    )
    ranking = alt.Chart(now).mark_bar().encode(x="value:Q", y=alt.Y("area_name:N", sort="-x"))
    together = of.groupby(["period_start", "period"], as_index=False)[["numerator", "denominator"]].sum()
    together["value"] = 100 * together.numerator / together.denominator
    trend = alt.Chart(together).mark_line(point=True).encode(x="period_start:N", y="value:Q")
    return areas, ranking, trend, now


def choices(rows):
    indicators = sorted(rows.indicator.unique())
    return indicators, lambda indicator: sorted(rows[rows.indicator == indicator].period.unique())
