import type { SheetLayout } from '#shared/voucher/sheet.ts';

/** Grey pixels, deflated. */
export interface SheetImage {
  readonly width: number;
  readonly height: number;
  readonly deflated: Uint8Array;
}

/** A line that is the same on every voucher: in the reader's letters, or as a picture of it. */
export interface SheetLine {
  readonly text: string;
  readonly picture?: SheetImage;
}

/** What a sheet is printed with. */
export interface SheetJob {
  readonly layout: SheetLayout;
  readonly name: string;
  readonly title: SheetLine;
  readonly offer: SheetLine;
  readonly price: SheetLine;
  readonly note: SheetLine;
  /** Colours, an octet each, deflated. */
  readonly logo?: SheetImage;
  /** Before the code in the QR; empty: the code alone. */
  readonly link: string;
}

export interface SheetVoucher {
  readonly serial: number;
  readonly code: string;
}
