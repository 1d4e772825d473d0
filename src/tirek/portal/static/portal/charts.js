// Draws each chart of a page from the JSON before it; a table beside it says the same.
// {title, x, y, kind: "line"|"bar"|"step", series: [{name, data: [[x, y], …]}], marks: [{x, name}]}
// With time: true each x is a day, YYYY-MM-DD, and y may be null: a gap.
"use strict";
{
  const styles = getComputedStyle(document.documentElement);
  const colour = (name) => styles.getPropertyValue(name).trim();
  const language = document.documentElement.lang;
  const number = (value) => new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
  for (const figure of document.querySelectorAll("[data-chart]")) {
    const told = JSON.parse(figure.previousElementSibling.textContent);
    const ink = colour("--govuk-text-colour");
    const axis = (name) => ({
      name, nameLocation: "middle", nameGap: 34, nameTextStyle: { color: ink },
      axisLabel: { color: ink, formatter: told.categories ? undefined : number },
      axisLine: { lineStyle: { color: ink } },
      splitLine: { lineStyle: { color: colour("--govuk-border-colour") } },
    });
    figure.hidden = false;
    const chart = echarts.init(figure, null, { renderer: "svg" });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: "Golos Text, system-ui, sans-serif" },
      color: [colour("--line-a"), colour("--line-b"), "#7a6fc2", "#c2487a"],
      grid: { left: 90, right: 24, top: 40, bottom: 56 },
      legend: told.series.length > 1 ? { top: 0, textStyle: { color: ink } } : undefined,
      tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: number },
      xAxis: told.categories
        ? { type: "category", data: told.categories, ...axis(told.x) }
        : told.time
          ? { ...axis(told.x), type: "time", axisLabel: { color: ink, hideOverlap: true } }
          : { type: "value", min: "dataMin", max: "dataMax", ...axis(told.x) },
      yAxis: { type: "value", ...axis(told.y), nameGap: 72, axisLabel: { color: ink, formatter: number } },
      series: told.series.map((one, at) => ({
        name: one.name, data: one.data, type: told.kind === "bar" ? "bar" : "line",
        step: told.kind === "step" ? "end" : undefined, showSymbol: false,
        lineStyle: { width: 3, type: at % 2 ? "dashed" : "solid" },
        markLine: at || !told.marks ? undefined : {
          symbol: "none", silent: true, lineStyle: { color: ink, type: "dotted" },
          label: { color: ink, formatter: "{b}" },
          data: told.marks.map((mark) => ({ xAxis: mark.x, name: mark.name })),
        },
      })),
    });
    window.addEventListener("resize", () => chart.resize());
  }
}
