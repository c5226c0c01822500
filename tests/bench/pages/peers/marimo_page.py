import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    from figures import choices, drawn, read

    rows, shapes = read()
    indicators, periods_of = choices(rows)
    return drawn, indicators, mo, periods_of, rows, shapes


@app.cell
def _(indicators, mo):
    indicator = mo.ui.dropdown(indicators, value=indicators[0], label="Indicator")
    indicator
    return (indicator,)


@app.cell
def _(indicator, mo, periods_of):
    periods = periods_of(indicator.value)
    period = mo.ui.dropdown(periods, value=periods[0], label="Period")
    period
    return (period,)


@app.cell
def _(drawn, indicator, mo, period, rows, shapes):
    areas, ranking, trend, now = drawn(rows, shapes, indicator.value, period.value)
    mo.vstack([areas, ranking, trend, mo.ui.table(now), mo.md(f"Shown: {indicator.value}, {period.value}")])
    return


if __name__ == "__main__":
    app.run()
