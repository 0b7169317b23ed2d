// Draws the four SVG files of the demonstration body's artwork: `node draw.mjs` in this folder. Only paths and shapes; what
// is random is nowhere, so the files come out the same each time. A body with a designer of its own needs none of this. Lengths here are millimetres; the
// files are in points, and fine lines end on tenths of a point: a certificate carries its artwork along, and this keeps it a fifth smaller.
import { writeFileSync } from 'node:fs';

const WIDTH = 297, HEIGHT = 210, TAU = 2 * Math.PI;
const POINTS = 72 / 25.4;
let steps = 10;
const round = (x) => String(Math.round(x * POINTS * steps) / steps);
const pair = (p) => `${round(p[0])} ${round(p[1])}`;

// A wave along a closed line. `at(s)` gives point, direction and outward normal for s in 0..1; one cubic runs from each crest to the next trough.
// 0.3642 is where the handles of a cubic have to be for it to look like half a sine.
function wave(at, length, periods, phase, amplitude) {
  const halves = periods * 2;
  const node = (k) => {
    const s = (((k / halves - phase / periods) % 1) + 1) % 1;
    const { point, direction, normal } = at(s);
    const offset = (k % 2 ? -1 : 1) * amplitude(s);
    return { point: [point[0] + normal[0] * offset, point[1] + normal[1] * offset], direction, stretch: 1 };
  };
  const handle = 0.3642 * length / halves;
  let path = `M${pair(node(0).point)}`;
  for (let k = 0; k < halves; k++) {
    const a = node(k), b = node(k + 1);
    path += `C${pair([a.point[0] + a.direction[0] * handle, a.point[1] + a.direction[1] * handle])} `
      + `${pair([b.point[0] - b.direction[0] * handle, b.point[1] - b.direction[1] * handle])} ${pair(b.point)}`;
  }
  return path + 'Z';
}

// A rectangle with round corners, walked clockwise from the middle of its upper side.
function frame(inset, radius) {
  const w = WIDTH - 2 * inset, h = HEIGHT - 2 * inset, bend = radius * TAU / 4;
  const sides = [w / 2 - radius, bend, h - 2 * radius, bend, w - 2 * radius, bend, h - 2 * radius, bend, w / 2 - radius];
  const length = sides.reduce((a, b) => a + b, 0);
  const corners = [[WIDTH - inset - radius, inset + radius], [WIDTH - inset - radius, HEIGHT - inset - radius],
    [inset + radius, HEIGHT - inset - radius], [inset + radius, inset + radius]];
  const starts = [[WIDTH / 2, inset], null, [WIDTH - inset, inset + radius], null, [WIDTH - inset - radius, HEIGHT - inset], null,
    [inset, HEIGHT - inset - radius], null, [inset + radius, inset]];
  const at = (s) => {
    let left = s * length, i = 0;
    while (i < 8 && left > sides[i]) left -= sides[i++];
    const turn = (i >> 1) * TAU / 4;
    if (i % 2 === 0) {
      const direction = [Math.cos(turn), Math.sin(turn)];
      return { point: [starts[i][0] + direction[0] * left, starts[i][1] + direction[1] * left], direction, normal: [direction[1], -direction[0]] };
    }
    const angle = turn - TAU / 4 + left / radius, centre = corners[i >> 1];
    const normal = [Math.cos(angle), Math.sin(angle)];
    return { point: [centre[0] + normal[0] * radius, centre[1] + normal[1] * radius], direction: [-normal[1], normal[0]], normal };
  };
  return { at, length };
}

function circle(x, y, radius) {
  const at = (s) => {
    const normal = [Math.cos(s * TAU), Math.sin(s * TAU)];
    return { point: [x + normal[0] * radius, y + normal[1] * radius], direction: [-normal[1], normal[0]], normal };
  };
  return { at, length: TAU * radius };
}

// Strands of a rosette: waves around a circle, each a little further on.
function rosette(x, y, radius, amplitude, lobes, strands) {
  const { at, length } = circle(x, y, radius);
  let path = '';
  for (let k = 0; k < strands; k++) path += wave(at, length, lobes, k / strands, () => amplitude);
  return path;
}

function polygon(x, y, points, outer, inner, turn = -TAU / 4) {
  let path = '';
  for (let i = 0; i < points * 2; i++) {
    const radius = i % 2 ? inner : outer, angle = turn + i * TAU / (points * 2);
    path += (i ? 'L' : 'M') + pair([x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
  }
  return path + 'Z';
}

// A smooth line through points (Catmull-Rom), for the signatures.
function through(points, x, y, scale) {
  const p = points.map(([a, b]) => [x + a * scale, y + b * scale]);
  let path = `M${pair(p[0])}`;
  for (let i = 0; i + 1 < p.length; i++) {
    const a = p[Math.max(0, i - 1)], b = p[i], c = p[i + 1], d = p[Math.min(p.length - 1, i + 2)];
    path += `C${pair([b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6])} ${pair([c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6])} ${pair(c)}`;
  }
  return path;
}

// Laurel: leaves along two arcs.
function laurel(x, y, radius, leaves) {
  let path = '';
  for (const side of [-1, 1])
    for (let i = 0; i < leaves; i++) {
      const angle = TAU / 4 + side * (0.3 + i * 2.1 / leaves);
      const px = x + radius * Math.cos(angle), py = y + radius * Math.sin(angle);
      const long = radius * 0.4;
      for (const out of [0.62, -0.62]) {
        const direction = angle + side * TAU / 4 - side * out;
        const ex = px + long * Math.cos(direction), ey = py + long * Math.sin(direction);
        const nx = -(ey - py) * 0.32, ny = (ex - px) * 0.32, mx = (px + ex) / 2, my = (py + ey) / 2;
        path += `M${pair([px, py])}Q${pair([mx + nx, my + ny])} ${pair([ex, ey])}Q${pair([mx - nx, my - ny])} ${pair([px, py])}Z`;
      }
    }
  return path;
}

const SIGNATURES = [
  [[[0, 2], [3, -7], [6, -11], [7, -8], [4, 0], [2, 5], [1, 3], [6, -3], [9, -5], [9, -2], [8, 0], [11, -2], [13, -4], [13, -1], [15, -3], [17, -4], [17, -1],
    [19, -2], [22, -9], [23, -12], [21, -7], [20, -1], [23, -2], [25, -4], [26, -2], [25, 0], [29, -2], [34, -4]], [[-1, -3], [4, -4], [9, -6]]],
  [[[0, -9], [4, -11], [8, -10], [8, -6], [4, -3], [2, -3], [5, -2], [9, 2], [13, 4], [10, 0], [11, -3], [13, -4], [13, -1], [15, -1], [17, -4], [18, -1], [20, -3],
    [21, -4], [22, -1], [24, -2], [28, -10], [27, -3], [26, 3], [24, 6], [22, 4], [27, 0], [33, -2], [38, -5]], [[3, -11], [2, -4], [0, 3]]],
];

// Our mark: one line that crosses itself into a knot of five loops, around a point.
function mark(x, y, radius) {
  let path = '';
  const points = 60;
  const at = (t) => {
    const r = radius * (0.66 + 0.34 * Math.cos(5 * t)), angle = 2 * t - TAU / 4;
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
  };
  const slope = (t) => { const e = 1e-4, a = at(t - e), b = at(t + e); return [(b[0] - a[0]) / (2 * e), (b[1] - a[1]) / (2 * e)]; };
  const step = TAU / points;
  for (let i = 0; i < points; i++) {
    const a = at(i * step), b = at((i + 1) * step), u = slope(i * step), v = slope((i + 1) * step);
    if (!i) path += `M${pair(a)}`;
    path += `C${pair([a[0] + u[0] * step / 3, a[1] + u[1] * step / 3])} ${pair([b[0] - v[0] * step / 3, b[1] - v[1] * step / 3])} ${pair(b)}`;
  }
  return path + 'Z';
}

function draw(level) {
  const { accent, deep, metal, tint, border, lobes, stars } = level;
  const parts = [];
  steps = 10;
  const stroke = (d, colour, width, more = '') => parts.push(`<path d="${d}" fill="none" stroke="${colour}" stroke-width="${(width * POINTS).toFixed(2)}"${more}/>`);
  const fill = (d, colour) => parts.push(`<path d="${d}" fill="${colour}"/>`);
  const rectangle = (inset, radius, colour, width) =>
    parts.push(`<rect x="${round(inset)}" y="${round(inset)}" width="${round(WIDTH - 2 * inset)}" height="${round(HEIGHT - 2 * inset)}" rx="${round(radius)}" `
      + `fill="none" stroke="${colour}" stroke-width="${(width * POINTS).toFixed(2)}"/>`);

  // behind the text: a rosette that is felt rather than seen
  stroke(rosette(148.5, 101, 51, 15, lobes, 4), tint, 0.22);
  stroke(rosette(148.5, 101, 24.5, 9, Math.round(lobes / 2) + 1, 3), tint, 0.22);

  // frame
  rectangle(8, 3.2, metal, 0.5);
  const { at, length } = frame(13, 4);
  let band = '';
  for (let k = 0; k < 4; k++) band += wave(at, length, border, k / 4, (s) => 2.5 + 0.8 * Math.cos(s * TAU * 16));
  stroke(band, accent, 0.2);
  rectangle(9.1, 2.6, accent, 0.14);
  rectangle(17, 1.4, metal, 0.28);

  steps = 100;
  // head: mark, and the ornament below the title
  stroke(mark(148.5, 33.2, 7.4), accent, 0.62, ' stroke-linejoin="round"');
  fill(polygon(148.5, 33.2, 4, 1.5, 0.55), metal);
  for (const side of [-1, 1]) {
    stroke(`M${pair([148.5 + side * 4, 124.6])}H${round(148.5 + side * 46)}`, metal, 0.22);
    fill(polygon(148.5 + side * 4, 124.6, 2, 1.1, 0.28, 0), metal);
  }
  fill(polygon(148.5, 124.6, 4, 1.5, 0.62), metal);

  // signatures on their lines
  SIGNATURES.forEach(([name, dash], i) => {
    const x = i ? 180 : 83, y = 170.5;
    stroke(through(name, x, y, 0.92) + through(dash, x, y, 0.92), '#1d2c52', 0.42, ' stroke-linecap="round" stroke-linejoin="round"');
    stroke(`M${pair([x - 7, 174.6])}h${round(49)}`, '#8a8f98', 0.18);
  });

  // seal
  steps = 10;
  const x = 148.5, y = 173.5;
  fill(wave(circle(x, y, 15.3).at, circle(x, y, 15.3).length, 36, 0, () => 0.5), accent);
  const disc = (radius, colour, line, width) =>
    parts.push(`<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${colour}" stroke="${line}" stroke-width="${(width * POINTS).toFixed(2)}"/>`);
  disc(14, 'none', '#fff', 0.22);
  stroke(rosette(x, y, 11.6, 1.8, 24, 2), '#fff', 0.16);
  disc(9.2, deep, metal, 0.45);
  steps = 100;
  fill(laurel(x, y, 6.7, level.leaves), metal);
  if (stars === 1) fill(polygon(x, y - 0.2, 5, 3.6, 1.5), '#fff');
  if (stars === 2) for (const side of [-1, 1]) fill(polygon(x + side * 2.5, y - 0.2, 5, 2.5, 1.02), '#fff');
  if (stars === 3) {
    fill(polygon(x, y - 2.6, 5, 2.5, 1.02), '#fff');
    for (const side of [-1, 1]) fill(polygon(x + side * 2.7, y + 1.5, 5, 2.1, 0.86), '#fff');
  }
  if (stars === 0) {
    // an open book
    fill(`M${pair([x, y + 2.4])}C${pair([x - 1.4, y + 1.3])} ${pair([x - 3, y + 1.2])} ${pair([x - 4.4, y + 1.6])}V${round(y - 2.9)}C${pair([x - 3, y - 3.3])} ${pair([x - 1.4, y - 3.1])} ${pair([x - 0.18, y - 2.1])}Z`, '#fff');
    fill(`M${pair([x, y + 2.4])}C${pair([x + 1.4, y + 1.3])} ${pair([x + 3, y + 1.2])} ${pair([x + 4.4, y + 1.6])}V${round(y - 2.9)}C${pair([x + 3, y - 3.3])} ${pair([x + 1.4, y - 3.1])} ${pair([x + 0.18, y - 2.1])}Z`, '#fff');
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH * POINTS} ${HEIGHT * POINTS}" width="${WIDTH}mm" height="${HEIGHT}mm">\n${parts.join('\n')}\n</svg>\n`;
}

const LEVELS = {
  associate: { accent: '#1c6b62', deep: '#0f4640', metal: '#9a7b3c', tint: '#e3efec', border: 48, lobes: 14, stars: 1, leaves: 5 },
  professional: { accent: '#1d4f91', deep: '#12335f', metal: '#9a7b3c', tint: '#e3ebf5', border: 48, lobes: 18, stars: 2, leaves: 6 },
  expert: { accent: '#7c1d33', deep: '#4f0f1f', metal: '#a67c2e', tint: '#f5e6e8', border: 48, lobes: 22, stars: 3, leaves: 7 },
  instructor: { accent: '#4a3680', deep: '#2e2154', metal: '#8d7f9c', tint: '#eae6f4', border: 48, lobes: 16, stars: 0, leaves: 6 },
};
for (const [name, level] of Object.entries(LEVELS)) writeFileSync(new URL(`${name}.svg`, import.meta.url), draw(level));
