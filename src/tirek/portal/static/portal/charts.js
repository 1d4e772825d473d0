// Draws each chart of a page from the JSON before it; a table beside it says the same.
// {title, x, y, kind: "line"|"bar"|"step", series: [{name, data: [[x, y], …]}], marks: [{x, name}]}
// With categories: [name, …] the data of a series are numbers, one for each; with time: true each
// x is a day, YYYY-MM-DD, and y may be null: a gap. formats: how the page's language writes numbers
// and days: {decimal, group, minus, million, day, months}.
"use strict";
{
  const styles = getComputedStyle(document.documentElement);
  const colour = (name) => styles.getPropertyValue(name).trim();
  // Two decimals, but of a number below one as many as tell it from its neighbours.
  const digits = (value) => (Math.abs(value) < 1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 });
  const two = (count) => String(count).padStart(2, "0");
  const longTime = 3 * 366 * 24 * 3600 * 1000;
  for (const figure of document.querySelectorAll("[data-chart]")) {
    const told = JSON.parse(figure.previousElementSibling.textContent);
    const formats = told.formats;
    const marksOf = { decimal: formats.decimal, group: formats.group, minusSign: formats.minus };
    const number = (value) =>
      new Intl.NumberFormat("en", digits(value)).formatToParts(value).map((part) => marksOf[part.type] ?? part.value).join("");
    const short = (value) => (Math.abs(value) < 1e6 ? number(value) : formats.million.replace("{number}", number(value / 1e6)));
    const written = (value) => (value === undefined || value === null ? "–" : number(value));
    const day = (time) => {
      const at = new Date(time);
      return formats.day.replace("{day}", at.getDate()).replace("{name}", formats.months[at.getMonth()]).replace("{year}", at.getFullYear());
    };
    const times = told.time ? told.series.flatMap((one) => one.data.map(([x]) => Date.parse(x))) : [];
    const long = Math.max(...times) - Math.min(...times) > longTime;
    // Under an axis of years stand years alone; of a shorter time months and days too, in numbers.
    const tick = (time) => {
      const at = new Date(time);
      if (at.getMonth() === 0 && at.getDate() === 1) return String(at.getFullYear());
      return long ? "" : `${at.getDate() === 1 ? "" : `${two(at.getDate())}.`}${two(at.getMonth() + 1)}.${at.getFullYear()}`;
    };
    const ink = colour("--govuk-text-colour");
    const faint = colour("--govuk-border-colour");
    const paper = colour("--govuk-body-background-colour");
    const bars = told.kind === "bar";
    const marks = told.marks || [];
    const axis = (name, more) => ({
      name, nameLocation: "middle", nameGap: 30, nameTextStyle: { color: ink }, axisLine: { lineStyle: { color: ink } },
      axisLabel: { color: ink, hideOverlap: true, ...more }, splitLine: { show: false },
    });
    const point = (one) => ({
      xAxis: one.x, name: one.name,
      // Near to each other their numbers stand on two lines.
      label: { distance: [0, 4 + (marks.indexOf(one) % 2) * 16] },
    });
    figure.hidden = false;
    // Names of series stand in as many lines as they need: none is left out.
    const room = figure.clientWidth;
    const lines = told.series.reduce(
      ([line, used], one) => {
        const width = 48 + one.name.length * 7.5;
        return used + width > room ? [line + Math.ceil(width / room), Math.min(width, room)] : [line, used + width];
      },
      [1, 0],
    )[0];
    // Names of categories that are wider than their place stand aslant, whole and all of them.
    const place = told.categories ? (room - 64) / told.categories.length : 0;
    const longest = Math.max(0, ...(told.categories || []).flatMap((name) => name.split(" ")).map((word) => word.length)) * 8;
    const aslant = told.categories && longest > place;
    figure.nextElementSibling.hidden = true; // the picture for browsers without JavaScript
    const chart = echarts.init(figure, null, { renderer: "svg" });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: "Golos Text, system-ui, sans-serif", fontSize: 13 },
      color: [colour("--line-a"), colour("--line-b"), colour("--line-c"), colour("--line-d")],
      grid: { left: 8, right: 24, top: (told.series.length > 1 ? 40 + lines * 24 : 36) + (marks.length ? 28 : 0), bottom: (told.x ? 34 : 8) + (aslant ? 24 : 0), containLabel: true },
      legend: told.series.length > 1
        ? { type: "plain", top: 0, left: 0, right: 0, textStyle: { color: ink, width: room - 40, overflow: "break" } } : undefined,
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, valueFormatter: written,
        backgroundColor: paper, borderColor: ink, textStyle: { color: ink },
        axisPointer: { type: bars ? "shadow" : "line" },
      },
      xAxis: told.categories
        ? { ...axis(told.x, { interval: 0, hideOverlap: false, ...(aslant ? { rotate: 50 } : { width: Math.max(48, place), overflow: "break" }) }), nameGap: aslant ? 58 : 30, type: "category", data: told.categories }
        : told.time
          ? { ...axis(told.x, { formatter: tick }), type: "time", axisPointer: { label: { formatter: (at) => day(at.value) } } }
          : { ...axis(told.x, { formatter: short }), type: "value", min: "dataMin", max: "dataMax", splitNumber: Math.max(1, Math.min(5, Math.floor((room - 96) / 100))), axisPointer: { label: { formatter: (at) => number(at.value) } } },
      yAxis: {
        ...axis(told.y, { formatter: short }), type: "value", nameLocation: "end", nameGap: marks.length ? 36 : 12,
        nameTextStyle: { color: ink, align: "left" }, splitLine: { show: true, lineStyle: { color: faint } },
      },
      series: told.series.map((one, at) => ({
        name: one.name, data: one.data, type: bars ? "bar" : "line",
        step: told.kind === "step" ? "end" : undefined, showSymbol: false,
        lineStyle: { width: 3, type: ["solid", "dashed", "dotted"][at % 3] },
        markLine: at || !marks.length ? undefined : {
          symbol: "none", silent: true, lineStyle: { color: ink, type: "dotted" },
          label: { color: ink, formatter: "{b}", fontWeight: 700 },
          data: marks.map(point),
        },
      })),
    });
    window.addEventListener("resize", () => chart.resize());
  }
}
