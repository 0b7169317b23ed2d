// Draws the four SVG files of the demonstration body's artwork: `node draw.mjs` in this folder. Only paths and shapes; what
// is random is nowhere, so the files come out the same each time. A body with a designer of its own needs none of this.
//
// Lengths here are millimetres; the files are in points. A certificate carries its artwork along, so what is drawn many times is one thing put at many
// places (<use> with a place on tenths of a point): such copies take next to nothing in the PDF. Rosettes are circles around a centre, borders one wave
// beside the other.
import { writeFileSync } from 'node:fs';

const WIDTH = 297, HEIGHT = 210, TAU = 2 * Math.PI;
const POINTS = 72 / 25.4;
const round = (x, steps = 100) => String(Math.round(x * POINTS * steps) / steps);
const pair = (p, steps = 100) => `${round(p[0], steps)} ${round(p[1], steps)}`;
const coarse = (p) => pair(p, 10); // for lines with many points
const place = (x, y) => `x="${round(x, 10)}" y="${round(y, 10)}"`;

// One period of `strands` waves from left to right, each a little further on; one cubic runs from each crest to the next trough. 0.3642 is where
// the handles of a cubic have to be for it to look like half a sine.
function waves(period, amplitude, strands) {
  let path = '';
  for (let k = 0; k < strands; k++) {
    const x = k * period / strands, handle = 0.3642 * period / 2, half = period / 2;
    path += `M${pair([x, -amplitude])}C${pair([x + handle, -amplitude])} ${pair([x + half - handle, amplitude])} ${pair([x + half, amplitude])}`
      + `S${pair([x + period - handle, -amplitude])} ${pair([x + period, -amplitude])}`;
  }
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
  let path = `M${coarse(p[0])}`;
  for (let i = 0; i + 1 < p.length; i++) {
    const a = p[Math.max(0, i - 1)], b = p[i], c = p[i + 1], d = p[Math.min(p.length - 1, i + 2)];
    path += `C${coarse([b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6])} ${coarse([c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6])} ${coarse(c)}`;
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
        path += `M${coarse([px, py])}Q${coarse([mx + nx, my + ny])} ${coarse([ex, ey])}Q${coarse([mx - nx, my - ny])} ${coarse([px, py])}Z`;
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
  const points = 30;
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
  const { accent, deep, metal, tint, border, lace, stars } = level;
  const definitions = [], parts = [];
  const width = (w) => (w * POINTS).toFixed(2);
  const stroke = (d, colour, w, more = '') => parts.push(`<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width(w)}"${more}/>`);
  const fill = (d, colour) => parts.push(`<path d="${d}" fill="${colour}"/>`);
  const disc = (x, y, radius, colour, line, w) =>
    parts.push(`<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${colour}" stroke="${line}" stroke-width="${width(w)}"/>`);
  const rectangle = (inset, radius, colour, w) =>
    parts.push(`<rect x="${round(inset)}" y="${round(inset)}" width="${round(WIDTH - 2 * inset)}" height="${round(HEIGHT - 2 * inset)}"${radius ? ` rx="${round(radius)}"` : ''} `
      + `fill="none" stroke="${colour}" stroke-width="${width(w)}"/>`);
  const define = (name, shape) => definitions.push(shape.replace(/^<(\w+)/, `<$1 id="${name}"`));
  const copies = (name, places, colour, w, more = '') =>
    parts.push(`<g fill="none" stroke="${colour}" stroke-width="${width(w)}"${more}>\n${places.map(([x, y]) => `<use href="#${name}" ${place(x, y)}/>`).join('\n')}\n</g>`);
  // Circles of one size with their centres on a circle.
  const rosette = (name, x, y, around, radius, count, colour, w) => {
    define(name, `<circle r="${round(radius)}"/>`);
    copies(name, Array.from({ length: count }, (_, i) => [x + around * Math.sin(i * TAU / count), y - around * Math.cos(i * TAU / count)]), colour, w);
  };

  // behind the text: rosettes that are felt rather than seen
  lace.forEach(([around, radius, count], i) => rosette(`lace${i}`, 148.5, 99, around, radius, count, tint, 0.2));

  // frame: lines, waves between them from corner to corner, and the corners
  rectangle(8, 2.4, metal, 0.5);
  rectangle(9.1, 0, accent, 0.14);
  rectangle(17.9, 0, accent, 0.14);
  rectangle(19, 0.8, metal, 0.28);
  const middle = 13.5, corner = 18;
  for (const [name, length] of [['long', WIDTH], ['short', HEIGHT]]) {
    definitions.push(`<clipPath id="${name}"><rect x="${round(corner)}" y="${round(9)}" width="${round(length - 2 * corner)}" height="${round(9)}"/></clipPath>`);
  }
  border.forEach(([periods, amplitude, strands, w], i) => {
    const period = 87 / periods; // the sides are 261 and 174 millimetres long between the corners
    define(`wave${i}`, `<path d="${waves(period, amplitude, strands)}"/>`);
    const side = (turn, x, y, clip, length) => {
      // One more in front, because strands begin one behind the other.
      const places = Array.from({ length: Math.round(length / period) + 1 }, (_, k) => (k - 1) * period + corner);
      parts.push(`<g transform="translate(${round(x, 10)} ${round(y, 10)}) rotate(${turn})" fill="none" stroke="${accent}" stroke-width="${width(w)}" stroke-linecap="square" clip-path="url(#${clip})">\n`
        + places.map((at) => `<use href="#wave${i}" ${place(at, middle)}/>`).join('\n') + '\n</g>');
    };
    side(0, 0, 0, 'long', WIDTH - 2 * corner);
    side(90, WIDTH, 0, 'short', HEIGHT - 2 * corner);
    side(180, WIDTH, HEIGHT, 'long', WIDTH - 2 * corner);
    side(-90, 0, HEIGHT, 'short', HEIGHT - 2 * corner);
  });
  const corners = [[middle, middle], [WIDTH - middle, middle], [WIDTH - middle, HEIGHT - middle], [middle, HEIGHT - middle]];
  const petals = Array.from({ length: 8 }, (_, i) => [2 * Math.sin(i * TAU / 8), -2 * Math.cos(i * TAU / 8)]);
  for (const [x, y] of corners) {
    parts.push(`<rect x="${round(x - 4.4)}" y="${round(y - 4.4)}" width="${round(8.8)}" height="${round(8.8)}" fill="#fff" stroke="${accent}" stroke-width="${width(0.14)}"/>`);
  }
  define('petals', `<path d="${petals.map(([x, y]) => `M${pair([x - 1.7, y])}a${round(1.7)} ${round(1.7)} 0 1 1 0 0.01z`).join('')}"/>`);
  copies('petals', corners, accent, 0.2);
  for (const [x, y] of corners) fill(polygon(x, y, 4, 1.1, 0.4), metal);

  // head: mark, and the ornament below the name
  stroke(mark(148.5, 32.4, 6.6), accent, 0.58, ' stroke-linejoin="round"');
  fill(polygon(148.5, 32.4, 4, 1.35, 0.5), metal);
  const ornament = 118;
  for (const side of [-1, 1]) {
    stroke(`M${pair([148.5 + side * 4, ornament])}H${round(148.5 + side * 46)}`, metal, 0.22);
    fill(polygon(148.5 + side * 4, ornament, 2, 1.1, 0.28, 0), metal);
  }
  fill(polygon(148.5, ornament, 4, 1.5, 0.62), metal);

  // signatures on their lines
  SIGNATURES.forEach(([name, dash], i) => {
    const x = i ? 180 : 84, y = 166.6;
    stroke(through(name, x, y, 0.88) + through(dash, x, y, 0.88), '#1d2c52', 0.42, ' stroke-linecap="round" stroke-linejoin="round"');
    stroke(`M${pair([i ? 173.5 : 77.5, 170.4])}h${round(46)}`, '#8a8f98', 0.18);
  });

  // seal
  const x = 148.5, y = 168.6;
  fill(polygon(x, y, 40, 15.2, 14.3), accent);
  disc(x, y, 13.5, 'none', '#fff', 0.22);
  rosette('ring', x, y, 11.35, 1.75, 36, '#fff', 0.14);
  disc(x, y, 9.2, deep, metal, 0.45);
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
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH * POINTS} ${HEIGHT * POINTS}" width="${WIDTH}mm" height="${HEIGHT}mm">\n`
    + `<defs>\n${definitions.join('\n')}\n</defs>\n${parts.join('\n')}\n</svg>\n`;
}

// border: families of waves, each periods in 87 mm, amplitude, strands, width of the line. lace: rings of circles, each distance of their centres from the middle, radius, count.
const LEVELS = {
  associate: { accent: '#1c6b62', deep: '#0f4640', metal: '#9a7b3c', tint: '#e0eeeb', border: [[8, 2.6, 2, 0.2], [8, 1.3, 2, 0.14]], lace: [[40, 20, 36]], stars: 1, leaves: 5 },
  professional: { accent: '#1d4f91', deep: '#12335f', metal: '#9a7b3c', tint: '#e0e9f5', border: [[6, 2.9, 3, 0.2], [12, 1.1, 2, 0.14]], lace: [[41, 19, 48], [15, 9, 24]], stars: 2, leaves: 6 },
  expert: { accent: '#7c1d33', deep: '#4f0f1f', metal: '#a67c2e', tint: '#f5e3e6', border: [[5, 3.1, 5, 0.2], [10, 1.2, 2, 0.14]], lace: [[43, 17, 60], [21, 11, 36]], stars: 3, leaves: 7 },
  instructor: { accent: '#4a3680', deep: '#2e2154', metal: '#8d7f9c', tint: '#e8e4f3', border: [[10, 2.9, 4, 0.2]], lace: [[36, 24, 40]], stars: 0, leaves: 6 },
};
for (const [name, level] of Object.entries(LEVELS)) writeFileSync(new URL(`${name}.svg`, import.meta.url), draw(level));
