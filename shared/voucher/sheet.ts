import { z } from 'zod';

/** a4: 40 small, 24 usual or 10 large ones on a page · roll80, roll58: receipt printers, one after the other */
export const SheetLayout = z.enum(['a4x40', 'a4x24', 'a4x10', 'roll80', 'roll58']);
export type SheetLayout = z.infer<typeof SheetLayout>;

/**
 * Text as grey pixels, for scripts that the printed letters lack (the browser that asks shapes them): rows from the top,
 * one octet a pixel, zlib, base64.
 */
export const SheetPicture = z.object({
  width: z.int().min(1).max(2400),
  height: z.int().min(1).max(400),
  data: z.base64().max(200_000),
});
export type SheetPicture = z.infer<typeof SheetPicture>;

export const SheetText = z.object({ text: z.string().trim().max(160), picture: SheetPicture.optional() });
export type SheetText = z.infer<typeof SheetText>;

/** `POST /api/voucher-batches/:id/sheet` (permission `voucher.viewCodes`): a PDF of its unused vouchers. */
export const SheetRequest = z.object({
  layout: SheetLayout,
  /** Serials, both included. */
  from: z.int().min(1).default(1),
  to: z.int().min(1).default(50_000),
  /** In the words of whoever prints: what stands on each. */
  title: SheetText,
  offer: SheetText,
  price: SheetText,
  note: SheetText,
});
export type SheetRequest = z.infer<typeof SheetRequest>;
