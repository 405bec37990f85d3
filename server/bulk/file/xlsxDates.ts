import { xmlAttribute } from './xmlText.ts';

/** Formats that show a date or time without saying so in words (ECMA-376 Part 1 §18.8.30). */
const BUILT_IN: ReadonlySet<number> = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47]);
const DAY_MS = 86_400_000;
/** Day 0 of spreadsheets, which believe that there was a 29 February 1900. */
const DAY_ZERO = Date.UTC(1899, 11, 30);

/** Which styles of a workbook show numbers as dates. */
export function dateStyles(styles: string): ReadonlySet<number> {
  const formats = new Set(BUILT_IN);
  for (const [tag] of styles.matchAll(/<(?:\w+:)?numFmt\s[^>]*>/g)) {
    // Without colours in brackets and text in quotes, only dates are written with these letters.
    const code = (xmlAttribute(tag, 'formatCode') ?? '').replaceAll(/\[[^\]]*\]|"[^"]*"|\\./g, '');
    if (/[ymdh]/i.test(code)) formats.add(Number(xmlAttribute(tag, 'numFmtId')));
  }
  const cells = /<(?:\w+:)?cellXfs[\s>].*?<\/(?:\w+:)?cellXfs>/s.exec(styles)?.[0] ?? '';
  const found = [...cells.matchAll(/<(?:\w+:)?xf[\s/>][^>]*>?/g)].map(([tag]) => Number(xmlAttribute(tag, 'numFmtId')));
  return new Set(found.flatMap((format, index) => (formats.has(format) ? [index] : [])));
}

/** Days since 1899-12-30 as 2026-03-31, or with its time of day when it has one. */
export function dateText(days: number): string {
  const text = new Date(DAY_ZERO + Math.round(days * DAY_MS)).toISOString();
  return Number.isInteger(days) ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}
