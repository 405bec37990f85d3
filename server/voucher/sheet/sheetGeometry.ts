import type { SheetLayout } from '#shared/voucher/sheet.ts';

/** In points: 1/72 inch. */
export interface SheetGeometry {
  readonly page: { readonly width: number; readonly height: number };
  readonly columns: number;
  readonly rows: number;
  /** Around the page, where printers can't print. */
  readonly margin: number;
  /** beside: QR left, words right · below: one under the other, on paper from a roll */
  readonly arrangement: 'beside' | 'below';
}

const MM = 72 / 25.4;
const A4 = { width: 595, height: 842 };
const roll = (mm: number, height: number): SheetGeometry => ({
  page: { width: Math.round(mm * MM), height },
  columns: 1,
  rows: 1,
  margin: Math.round((mm > 70 ? 4 : 5) * MM),
  arrangement: 'below',
});

export const sheetGeometry: Readonly<Record<SheetLayout, SheetGeometry>> = {
  a4x40: { page: A4, columns: 4, rows: 10, margin: 22, arrangement: 'beside' },
  a4x24: { page: A4, columns: 3, rows: 8, margin: 24, arrangement: 'beside' },
  a4x10: { page: A4, columns: 2, rows: 5, margin: 28, arrangement: 'beside' },
  roll80: roll(80, 290),
  roll58: roll(58, 240),
};
