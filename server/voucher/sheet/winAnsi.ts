/**
 * The letters every PDF reader has by itself (PDF 32000-1 §9.6.2.2) in WinAnsiEncoding (Annex D.2): English, Swahili and
 * the languages of Western Europe.
 */
export type SheetFont = 'regular' | 'bold' | 'code';

/** Code points of octets 128 to 159; the others are those of ISO 8859-1. */
const upper: Readonly<Record<number, number>> = {
  0x20ac: 128,
  0x201a: 130,
  0x0192: 131,
  0x201e: 132,
  0x2026: 133,
  0x2020: 134,
  0x2021: 135,
  0x02c6: 136,
  0x2030: 137,
  0x0160: 138,
  0x2039: 139,
  0x0152: 140,
  0x017d: 142,
  0x2018: 145,
  0x2019: 146,
  0x201c: 147,
  0x201d: 148,
  0x2022: 149,
  0x2013: 150,
  0x2014: 151,
  0x02dc: 152,
  0x2122: 153,
  0x0161: 154,
  0x203a: 155,
  0x0153: 156,
  0x017e: 158,
  0x0178: 159,
};

/** Undefined when a sign has no letter there. */
export function winAnsi(text: string): Uint8Array | undefined {
  const octets: number[] = [];
  for (const sign of text.normalize('NFC')) {
    // Spaces that do not break or are narrow look like one; Intl writes them into money and dates.
    const code = /[\u00a0\u202f\u2009]/.test(sign) ? 32 : (sign.codePointAt(0) ?? 0);
    const octet = upper[code] ?? ((code >= 32 && code < 127) || (code >= 160 && code < 256) ? code : undefined);
    if (octet === undefined) return undefined;
    octets.push(octet);
  }
  return Uint8Array.from(octets);
}

/** Widths of Helvetica and Helvetica-Bold from 32 to 126, in thousandths of the size (Adobe's metrics of the core fonts). */
const regular = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];
const bold = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
  556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
  280, 389, 584,
];
/** Of letters beyond these: near enough for fitting, and never too narrow for small letters with marks. */
const OTHER = 611;

/** In thousandths of the size. */
export function widthOf(octets: Uint8Array, font: SheetFont): number {
  if (font === 'code') return octets.length * 600;
  const widths = font === 'bold' ? bold : regular;
  let sum = 0;
  for (const octet of octets) sum += widths[octet - 32] ?? OTHER;
  return sum;
}
