import streamlit as st
from figures import choices, drawn, read


@st.cache_data
def data():
    return read()


rows, shapes = data()
indicators, periods_of = choices(rows)
indicator = st.radio("Indicator", indicators)
period = st.radio("Period", periods_of(indicator))
areas, ranking, trend, now = drawn(rows, shapes, indicator, period)
st.altair_chart(areas)
st.altair_chart(ranking)
st.altair_chart(trend)
st.dataframe(now)
st.text(f"Shown: {indicator}, {period}")
