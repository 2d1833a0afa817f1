'use strict';

// Draws each chart with ECharts when it comes near the window: hundreds would take seconds at once.
const report = (() => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const charts = JSON.parse(document.getElementById('charts').textContent);
  const entries = [];
  const escape = text => echarts.format.encodeHTML(text);

  const colors = print => dark.matches && !print
    ? {paper: '#15181c', ink: '#e8e8e8', faint: '#a9b0b8', line: '#363c44', reference: '#a9b0b8', dark: true}
    : {paper: '#ffffff', ink: '#1a1a1a', faint: '#555b63', line: '#e2e4e8', reference: '#666666', dark: false};

  // Every label, or every second, or every third, until none runs into another.
  function readable(description, width) {
    const ticks = description.ticks;
    const at = tick => (tick.at - description.min) / (description.max - description.min) * width;
    for (let step = 1; step < ticks.length; step++) {
      const some = ticks.filter((tick, i) => i % step === 0);
      if (some.every((tick, i) => !i
          || at(tick) - at(some[i - 1]) > (tick.label.length + some[i - 1].label.length) * 3.6 + 6)) return some;
    }
    return ticks.slice(0, 1);
  }

  function axis(description, theme, vertical, width, rows) {
    const narrow = width < 600;
    const at = description.ticks.map(tick => tick.at);
    const shown = vertical ? at : readable(description, width - (rows ? (narrow ? 170 : 380) : 90)).map(tick => tick.at);
    const labels = new Map(description.ticks.map(tick => [tick.at, tick.label]));
    const row = rows && vertical;
    return {
      type: 'value', min: description.min, max: description.max,
      name: description.name, nameLocation: 'middle', nameTextStyle: {color: theme.ink, fontSize: 13},
      nameGap: vertical ? 46 : 28,
      axisLine: {show: !row, onZero: false, lineStyle: {color: theme.faint}},
      axisTick: {show: !row, customValues: at},
      splitLine: {show: true, customValues: at, lineStyle: {color: theme.line}},
      axisLabel: {
        customValues: shown, color: theme.ink, hideOverlap: !row, formatter: value => labels.get(value) ?? '',
        ...(row ? {width: narrow ? 140 : 360, overflow: 'truncate', fontSize: narrow ? 10 : 12, interval: 0} : {}),
      },
    };
  }

  function whisker(rows) {
    return (params, api) => {
      const [x, y, low, high] = [0, 1, 2, 3].map(i => api.value(i));
      const a = api.coord(rows ? [low, y] : [x, low]);
      const b = api.coord(rows ? [high, y] : [x, high]);
      const style = {stroke: api.visual('color'), lineWidth: 1.6, fill: null};
      const cap = 4;
      const line = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2}, style});
      return {type: 'group', children: rows
        ? [line(...a, ...b), line(a[0], a[1] - cap, a[0], a[1] + cap), line(b[0], b[1] - cap, b[0], b[1] + cap)]
        : [line(...a, ...b), line(a[0] - cap, a[1], a[0] + cap, a[1]), line(b[0] - cap, b[1], b[0] + cap, b[1])]};
    };
  }

  function band(edge) {
    return (params, api) => ({
      type: 'polygon', shape: {points: edge.map(corner => api.coord(corner))},
      style: {fill: api.visual('color'), opacity: .16},
    });
  }

  function heatCell(chart, theme) {
    return (params, api) => {
      const cell = chart.heat[params.dataIndex];
      const [left, top] = api.coord([cell.x - .5, cell.y + .5]);
      const [width, height] = api.size([1, 1]);
      const filled = cell.color && !cell.hollow;
      return {type: 'group', children: [
        {type: 'rect', shape: {x: left + 2, y: top + 2, width: width - 4, height: height - 4}, style: {
          fill: filled ? cell.color : theme.paper, stroke: filled ? cell.color : cell.hollow ? theme.reference : theme.line,
          lineWidth: cell.hollow ? 1.6 : 1, lineDash: cell.hollow ? [5, 3] : null}},
        {type: 'text', silent: true, style: {x: left + width / 2, y: top + height / 2, text: cell.text,
          fill: filled ? cell.textColor : theme.ink, align: 'center', verticalAlign: 'middle', fontSize: width < 46 ? 9 : 13}},
      ]};
    };
  }

  function option(chart, theme, width) {
    const series = chart.references.map(reference => ({
      type: 'line', name: reference.name, data: reference.corners, showSymbol: false, silent: true, z: 1,
      lineStyle: {color: theme.reference, width: 1.6, type: reference.dotted ? 'dotted' : 'dashed'},
      itemStyle: {color: theme.reference}, animation: false,
    }));
    if (chart.heat.length) {
      series.push({
        type: 'custom', renderItem: heatCell(chart, theme), encode: {x: 0, y: 1}, z: 2,
        data: chart.heat.map(cell => ({value: [cell.x, cell.y], details: cell.details})),
      });
    }
    for (const line of chart.series) {
      const color = theme.dark ? line.dark : line.color;
      if (line.line.length) {
        series.push({
          type: 'line', name: line.name, data: line.line.map(([x, y]) => [x, y ?? '-']), showSymbol: false,
          silent: true, z: 2, itemStyle: {color}, lineStyle: {color, width: 1.6},
        });
      }
      if (line.band.length) {
        series.push({
          type: 'custom', name: line.name, renderItem: band(line.band), silent: true, z: 1, clip: true,
          itemStyle: {color}, encode: {x: 0, y: 1}, data: [line.band[0]],
        });
      }
      series.push({
        type: 'scatter', name: line.name, symbol: 'path://' + line.path, symbolSize: line.size, symbolKeepAspect: true,
        z: line.raw ? 2 : 4, clip: false, itemStyle: {color},
        data: line.points.map(point => ({
          value: [point.x, point.y], details: point.details,
          itemStyle: point.hollow && !line.raw
            ? {color: theme.paper, borderColor: color, borderWidth: 2}
            : {color, borderColor: theme.paper, borderWidth: line.raw ? 0 : .8},
        })),
      });
      series.push({
        type: 'custom', name: line.name, renderItem: whisker(chart.rows), silent: true, z: 3, clip: true,
        itemStyle: {color}, encode: {x: chart.rows ? [0, 2, 3] : 0, y: chart.rows ? 1 : [1, 2, 3]},
        data: line.points.filter(point => 'low' in point).map(point => [point.x, point.y, point.low, point.high]),
      });
    }
    return {
      animation: false, backgroundColor: 'transparent', textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: theme.ink},
      legend: {show: false, data: [...chart.references, ...chart.series].map(line => line.name)},
      grid: {left: 6, right: 18, top: 14, bottom: 6, outerBoundsMode: 'same', outerBoundsContain: 'all'},
      tooltip: {
        trigger: 'item', confine: true, backgroundColor: theme.paper, borderColor: theme.faint,
        textStyle: {color: theme.ink, fontSize: 13}, extraCssText: 'max-width:340px;white-space:normal;overflow-wrap:anywhere',
        formatter: item => item.data && item.data.details
          ? item.data.details.map((text, i) => i ? escape(text) : '<b>' + escape(text) + '</b>').join('<br>') : '',
      },
      xAxis: axis(chart.x, theme, false, width, chart.rows),
      yAxis: axis(chart.y, theme, true, width, chart.rows),
      series,
    };
  }

  const svg = 'http://www.w3.org/2000/svg';
  function element(name, attributes, parent) {
    const node = document.createElementNS(svg, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    parent.append(node);
    return node;
  }

  function legend(box, chart, instance, hidden, theme) {
    box.replaceChildren();
    const lines = [...chart.series, ...chart.references];
    if (lines.length < 2) return;
    for (const line of lines) {
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('aria-pressed', String(!hidden.has(line.name)));
      const icon = element('svg', {viewBox: '-3.2 -1.5 6.4 3', 'aria-hidden': 'true'}, button);
      const color = line.path ? (theme.dark ? line.dark : line.color) : theme.reference;
      if (!chart.rows || !line.path) {
        element('line', {x1: -3.1, x2: 3.1, y1: 0, y2: 0, stroke: color, 'stroke-width': .34,
          ...(line.path ? {} : {'stroke-dasharray': line.dotted ? '.35 .6' : '1.2 .7'})}, icon);
      }
      if (line.path) {
        const hollow = line.hollow;
        element('path', {d: line.path, fill: hollow ? theme.paper : color, stroke: color, 'stroke-width': hollow ? .35 : 0}, icon);
      }
      button.append(line.name);
      button.addEventListener('click', () => {
        hidden.has(line.name) ? hidden.delete(line.name) : hidden.add(line.name);
        button.setAttribute('aria-pressed', String(!hidden.has(line.name)));
        instance.dispatchAction({type: hidden.has(line.name) ? 'legendUnSelect' : 'legendSelect', name: line.name});
      });
      box.append(button);
    }
  }

  // Charts of rows lose the rows that a filter hides; all charts lose the series that it hides.
  function filtered(chart, keeps) {
    const series = chart.series.filter(line => keeps.series(line.name));
    if (!chart.rows) return {...chart, series};
    const ticks = chart.y.ticks;
    const distance = ticks.length > 1 ? Math.abs(ticks[1].at - ticks[0].at) : 1;
    const rowOf = y => Math.min(ticks.length - 1, Math.max(0, Math.round((ticks[0].at - y) / distance)));
    const texts = ticks.map(tick => [tick.label]);
    for (const line of chart.series) for (const point of line.points) texts[rowOf(point.y)].push(...point.details);
    for (const cell of chart.heat) texts[rowOf(cell.y)].push(...cell.details);
    const kept = ticks.map((tick, row) => row).filter(row => keeps.row(texts[row]));
    const place = new Map(kept.map((row, now) => [row, now]));
    const moved = marks => marks.filter(mark => place.has(rowOf(mark.y)))
      .map(mark => ({...mark, y: mark.y + (rowOf(mark.y) - place.get(rowOf(mark.y))) * distance}));
    return {
      ...chart,
      y: {...chart.y, min: chart.y.min + (ticks.length - kept.length) * distance,
        ticks: kept.map((row, now) => ({at: ticks[0].at - now * distance, label: ticks[row].label}))},
      series: series.map(line => ({...line, points: moved(line.points)})).filter(line => line.points.length),
      heat: moved(chart.heat),
    };
  }

  function reserve(entry) {
    const {box, shown} = entry;
    if (!shown.rows) return;
    const rows = Math.floor(shown.y.max - shown.y.min);
    box.style.height = 90 + (shown.heat.length ? 46 * rows : 26 * Math.max(3, rows)) + 'px';
  }

  function draw(entry, print) {
    const {box, hidden, shown} = entry;
    const theme = colors(print);
    if (entry.instance) entry.instance.dispose();
    const width = print ? Math.min(680, box.clientWidth) : box.clientWidth;
    entry.instance = echarts.init(box, null, {renderer: 'svg', ...(print ? {width} : {})});
    entry.instance.setOption(option(shown, theme, width));
    hidden.forEach(name => entry.instance.dispatchAction({type: 'legendUnSelect', name}));
    legend(entry.legend, shown, entry.instance, hidden, theme);
    entry.width = box.clientWidth;
    box.dataset.drawn = 'true';
  }

  const near = new IntersectionObserver(changes => {
    for (const change of changes) {
      const entry = change.target.entry;
      if (change.isIntersecting && !entry.instance) draw(entry, false);
    }
  }, {rootMargin: '900px 0px'});

  for (const chart of charts) {
    const box = document.querySelector('[data-chart="' + chart.id + '"]');
    const section = box.closest('section');
    const entry = {chart, shown: chart, box, section, legend: section.querySelector('.legend'), hidden: new Set()};
    box.entry = entry;
    reserve(entry);
    near.observe(box);
    entries.push(entry);
  }
  const redraw = () => entries.forEach(entry => entry.instance && draw(entry, false));
  let later = 0;
  addEventListener('resize', () => {
    clearTimeout(later);
    later = setTimeout(() => entries.forEach(entry =>
      entry.instance && entry.box.clientWidth && entry.width !== entry.box.clientWidth && draw(entry, false)), 120);
  });
  dark.addEventListener('change', redraw);
  addEventListener('beforeprint', () => entries.forEach(entry => entry.section.hidden || draw(entry, true)));
  addEventListener('afterprint', redraw);

  return {
    entries,
    colors: () => colors(false),
    onTheme: change => dark.addEventListener('change', change),
    icon(parent, style) {
      const icon = element('svg', {viewBox: '-1.5 -1.5 3 3', 'aria-hidden': 'true'}, parent);
      element('path', {d: style.path, fill: dark.matches ? style.dark : style.color}, icon);
    },
    /** Shows of a chart what a filter keeps. */
    filter(entry, keeps) {
      entry.shown = filtered(entry.chart, keeps);
      reserve(entry);
      if (entry.instance) draw(entry, false);
    },
    /** Tells a screen reader. */
    say(text) {
      document.getElementById('said').textContent = text;
    },
  };
})();
