import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

type Rgb = readonly [red: number, green: number, blue: number];

const css = readFileSync(join(import.meta.dirname, '../../client/ui/tokens.css'), 'utf8');
const themes = { light: tokens(0), dark: tokens(1) };

/** Text and the grounds it is put on. */
const pairs: readonly (readonly [text: string, ground: string])[] = [
  ...['text', 'text-muted', 'text-faint', 'accent', 'critical', 'major', 'warning', 'notice', 'ok', 'unknown']
    .concat(['maintenance', 'overload'])
    .flatMap((text) => [[text, 'surface'] as const, [text, 'ground'] as const]),
  ...['critical', 'major', 'warning', 'notice', 'ok', 'maintenance', 'unknown', 'overload'].map(
    (tone) => ['text', `${tone}-soft`] as const,
  ),
  ['notice', 'notice-soft'],
  ['text-faint', 'surface-sunken'],
  ['ok', 'ok-soft'],
  ['critical', 'surface-sunken'],
  ['text-muted', 'surface-sunken'],
  ['text-muted', 'surface-hover'],
  ['text', 'surface-sunken'],
  ['text', 'surface-hover'],
  ['text-faint', 'surface-hover'],
  ['text', 'accent-soft'],
  ['text', 'tint'],
  ['text-faint', 'accent-soft'],
  ['text-muted', 'surface-strong'],
  ['on-accent', 'accent'],
  ['on-critical', 'critical-solid'],
  ['critical', 'critical-soft'],
  ['text', 'critical-soft'],
  ['major', 'major-soft'],
  ['warning', 'warning-soft'],
  ['ok', 'ok-soft'],
  ['maintenance', 'maintenance-soft'],
  ['unknown', 'unknown-soft'],
  ['text-muted', 'unknown-soft'],
  ['overload', 'overload-soft'],
];

describe.each(Object.entries(themes))('in the %s theme', (_, theme) => {
  test.each(pairs)('%s on %s has the contrast of WCAG AA', (text, ground) => {
    expect(contrast(colour(theme, text), colour(theme, ground))).toBeGreaterThanOrEqual(4.5);
  });

  test('focus is seen against every ground', () => {
    for (const ground of ['surface', 'ground', 'surface-sunken'])
      expect(contrast(colour(theme, 'focus'), colour(theme, ground))).toBeGreaterThanOrEqual(3);
  });
});

/** Linear RGB as dichromats see it (Machado, Oliveira, Fernandes 2009, severity 1). */
const sights = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;
/** Told apart at a glance, as areas; every tone has a glyph and a word as well, every line a dash. */
const DISTINCT = 10;

describe.each(Object.entries(themes))('for colour-blind people in the %s theme', (_, theme) => {
  test.each(Object.entries(sights))('trouble, health and the lines of a chart differ with %s', (_name, sight) => {
    const apart = (a: string, b: string): readonly [string, number] => [
      `${a} and ${b}`,
      difference(seen(colour(theme, a), sight), seen(colour(theme, b), sight)),
    ];
    const lines = ['series-1', 'series-2', 'series-3', 'series-4'];
    const pairsOfLines = lines.flatMap((one, at) => lines.slice(at + 1).map((other) => apart(one, other)));
    const tones = [apart('critical', 'ok'), apart('critical', 'maintenance'), apart('warning', 'maintenance')];
    expect([...tones, ...pairsOfLines].filter(([, distance]) => distance < DISTINCT)).toEqual([]);
  });
});

test('no stylesheet but tokens.css has a raw colour', () => {
  const files = stylesheets('client');
  expect(files.length).toBeGreaterThan(40);
  for (const file of files) {
    if (file.endsWith('tokens.css')) continue;
    const source = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
    expect({ file, raw: source.match(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/gi) }).toEqual({ file, raw: null });
  }
});

function stylesheets(folder: string): string[] {
  const names = readdirSync(join(import.meta.dirname, '../..', folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.css')).map((name) => join(folder, name));
}

function tokens(theme: 0 | 1): ReadonlyMap<string, Rgb> {
  const found = new Map<string, Rgb>();
  for (const [, name, light, dark, same] of css.matchAll(
    /--([\w-]+): (?:light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)|(#[0-9a-f]{6}));/g,
  )) {
    const text = same ?? (theme === 0 ? light : dark);
    if (name && text) found.set(name, rgb(text));
  }
  return found;
}

function colour(theme: ReadonlyMap<string, Rgb>, name: string): Rgb {
  const found = theme.get(name);
  if (!found) throw new Error(`tokens.css has no colour --${name}`);
  return found;
}

function rgb(hex: string): Rgb {
  const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: Rgb, b: Rgb): number {
  const [lighter, darker] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function linear(parts: Rgb): Rgb {
  return parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ];
}

function seen(parts: Rgb, sight: readonly number[]): Rgb {
  const [red, green, blue] = linear(parts);
  const row = (at: number): number =>
    Math.max(0, Math.min(1, sight[at]! * red + sight[at + 1]! * green + sight[at + 2]! * blue));
  return [row(0), row(3), row(6)];
}

/** CIE 1976 colour difference of two linear RGB colours (IEC 61966-2-1 primaries, D65). */
function difference(a: Rgb, b: Rgb): number {
  const [one, other] = [lab(a), lab(b)];
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

function lab([red, green, blue]: Rgb): Rgb {
  const f = (t: number): number => (t > 216 / 24_389 ? Math.cbrt(t) : (24_389 / 27) * (t / 116) + 16 / 116);
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function luminance(parts: Rgb): number {
  const [red, green, blue] = linear(parts);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
