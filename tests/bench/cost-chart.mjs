// The chart of cost.mjs as SVG: time against arithmetic on the left, GFLOP/s by width on the right.
// Draws; measures nothing.

const size = { width: 960, height: 420 };
const panels = [
  { left: 70, right: 450, top: 48, bottom: 350 },
  { left: 560, right: 860, top: 48, bottom: 350 },
];
/** By depth, from light to dark: shallow to deep. */
const colours = ['#7fb3d5', '#4a90c4', '#2f6fa8', '#1f4e85', '#122f57'];

/** From numbers to pixels, along a logarithm. */
const logScale = ([from, to], [start, end]) => {
  const step = (end - start) / Math.log(to / from);
  return (x) => start + Math.log(x / from) * step;
};

const text = (x, y, content, more = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${content}</text>`;
const line = (x1, y1, x2, y2, kind) =>
  `<line class="${kind}" x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}"/>`;

function curve(points, colour) {
  const path = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const dots = points.map(
    ([x, y]) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2.6" fill="${colour}"/>`,
  );
  return `<polyline points="${path}" stroke="${colour}"/>${dots.join('')}`;
}

/** Grid lines and their numbers; `ticks` are [value, label]. */
function axes({ left, right, top, bottom }, x, y, xTicks, yTicks) {
  return [
    ...xTicks.map(
      ([value, label]) =>
        line(x(value), top, x(value), bottom, 'grid') +
        text(x(value), bottom + 18, label, 'text-anchor="middle"'),
    ),
    ...yTicks.map(
      ([value, label]) =>
        line(left, y(value), right, y(value), 'grid') +
        text(left - 8, y(value) + 4, label, 'text-anchor="end"'),
    ),
  ].join('\n');
}

const depthsOf = (points) => [...new Set(points.map(({ depth }) => depth))];
const range = (values) => [Math.min(...values), Math.max(...values)];
const decade = ([from, to]) => [
  10 ** Math.floor(Math.log10(from)),
  10 ** Math.ceil(Math.log10(to)),
];
const powers = ([from, to], label) => {
  const ticks = [];
  for (let value = from; value <= to * 1.001; value *= 10) ticks.push([value, label(value)]);
  return ticks;
};

const timeLabel = (seconds) =>
  seconds < 0.9e-3
    ? `${+(seconds * 1e6).toPrecision(1)} µs`
    : `${+(seconds * 1e3).toPrecision(1)} ms`;
const flopLabel = (flop) => {
  const [unit, name] = flop < 0.9e6 ? [1e3, 'k'] : flop < 0.9e9 ? [1e6, 'M'] : [1e9, 'G'];
  return `${+(flop / unit).toPrecision(1)} ${name}`;
};

/** Lines on which the rate is constant: time that grows like the arithmetic runs along them. */
function guides(x, y, xRange, yRange) {
  const labelled = [
    { rate: 5, seconds: 1e-2, side: -6, anchor: 'end' },
    { rate: 80, seconds: 1e-5, side: 6, anchor: 'start' },
  ];
  return labelled
    .map(({ rate, seconds, side, anchor }) => {
      const flop = (time) => time * rate * 1e9;
      const from = Math.max(yRange[0], xRange[0] / (rate * 1e9));
      const to = Math.min(yRange[1], xRange[1] / (rate * 1e9));
      const more = `class="note" text-anchor="${anchor}"`;
      return (
        line(x(flop(from)), y(from), x(flop(to)), y(to), 'guide') +
        text(x(flop(seconds)) + side, y(seconds) + 4, `${rate} GFLOP/s`, more)
      );
    })
    .join('\n');
}

function timePanel(points) {
  const panel = panels[0];
  const xRange = decade(range(points.map(({ flop }) => flop)));
  const yRange = decade(range(points.map(({ seconds }) => seconds)));
  const x = logScale(xRange, [panel.left, panel.right]);
  const y = logScale(yRange, [panel.bottom, panel.top]);
  const curves = depthsOf(points).map((depth, i) =>
    curve(
      points.filter((p) => p.depth === depth).map((p) => [x(p.flop), y(p.seconds)]),
      colours[i],
    ),
  );
  return [
    text(panel.left, 28, 'Time per step against its arithmetic (flop)', 'class="title"'),
    axes(panel, x, y, powers(xRange, flopLabel), powers(yRange, timeLabel)),
    guides(x, y, xRange, yRange),
    ...curves,
    text(
      (panel.left + panel.right) / 2,
      panel.bottom + 42,
      'floating-point operations of a step',
      'text-anchor="middle"',
    ),
  ].join('\n');
}

function ratePanel(points) {
  const panel = panels[1];
  const rate = ({ flop, seconds }) => flop / seconds / 1e9;
  const most = Math.ceil(Math.max(...points.map(rate)) / 10) * 10;
  const x = logScale(range(points.map(({ width }) => width)), [panel.left, panel.right]);
  const y = (value) => panel.bottom - (value / most) * (panel.bottom - panel.top);
  const widths = [...new Set(points.map(({ width }) => width))];
  const yTicks = Array.from({ length: most / 10 + 1 }, (_, i) => [i * 10, `${i * 10}`]);
  const curves = depthsOf(points).map((depth, i) =>
    curve(
      points.filter((p) => p.depth === depth).map((p) => [x(p.width), y(rate(p))]),
      colours[i],
    ),
  );
  const legend = depthsOf(points).map((depth, i) => {
    const at = panel.top + 10 + 20 * i;
    const sample = `<line x1="875" x2="893" y1="${at}" y2="${at}" stroke="${colours[i]}" stroke-width="2"/>`;
    return sample + text(898, at + 4, `depth ${depth}`);
  });
  return [
    text(panel.left, 28, 'GFLOP/s by width', 'class="title"'),
    axes(
      panel,
      x,
      y,
      widths.map((w) => [w, `${w}`]),
      yTicks,
    ),
    ...curves,
    ...legend,
    text(
      (panel.left + panel.right) / 2,
      panel.bottom + 42,
      'width of the hidden layers',
      'text-anchor="middle"',
    ),
  ].join('\n');
}

/** `points` are {depth, width, flop, seconds}, by depth, then by width. */
export function drawCost(points) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Time per step of Gradscope by depth and width">
<style>
text { font: 12px system-ui, sans-serif; fill: #333; }
.title { font-size: 14px; font-weight: 600; }
.note { font-size: 11px; fill: #888; }
.grid { stroke: #e4e4e4; }
.guide { stroke: #bbb; stroke-dasharray: 4 4; }
polyline { fill: none; stroke-width: 1.8; }
</style>
<rect width="${size.width}" height="${size.height}" fill="#fff"/>
${timePanel(points)}
${ratePanel(points)}
</svg>
`;
}
