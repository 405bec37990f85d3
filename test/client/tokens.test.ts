import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

type Rgb = readonly [red: number, green: number, blue: number];

const css = readFileSync(join(import.meta.dirname, '../../client/ui/tokens.css'), 'utf8');
const themes = { light: tokens(0), dark: tokens(1) };

/** Text and the grounds it is put on. */
const pairs: readonly (readonly [text: string, ground: string])[] = [
  ...['text', 'text-muted', 'text-faint', 'accent', 'critical', 'major', 'warning', 'notice', 'ok', 'unknown'].flatMap(
    (text) => [[text, 'surface'] as const, [text, 'ground'] as const],
  ),
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

test('no stylesheet but tokens.css has a raw colour', () => {
  const files = ['ui', 'shell', 'alarm', 'inspector'].flatMap((folder) => stylesheets(join('client', folder)));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    if (file.endsWith('tokens.css')) continue;
    const source = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
    expect({ file, raw: source.match(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/gi) }).toEqual({ file, raw: null });
  }
});

function stylesheets(folder: string): string[] {
  const names = readdirSync(join(import.meta.dirname, '../..', folder));
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

function luminance(parts: Rgb): number {
  const [red, green, blue] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
