import { inflateSync } from 'node:zlib';
import type { SheetPicture, SheetRequest, SheetText } from '#shared/voucher/sheet.ts';
import type { HotspotPrint } from '../../hotspot/hotspotFeature.ts';
import { voucherRefusal } from '../voucherRefusal.ts';
import type { SheetImage, SheetJob, SheetLine } from './sheetJob.ts';
import { winAnsi } from './winAnsi.ts';

/** Of what is asked for and how the company's hotspot looks. Throws the refusal of a text that can't be printed. */
export function sheetJobOf(request: SheetRequest, print: HotspotPrint): SheetJob {
  const { layout, title, offer, price, note } = request;
  return {
    layout,
    name: title.text,
    title: lineOf(title),
    offer: lineOf(offer),
    price: lineOf(price),
    note: lineOf(note),
    ...(print.logo ? { logo: print.logo } : {}),
    link: print.link,
  };
}

function lineOf({ text, picture }: SheetText): SheetLine {
  if (picture) return { text, picture: imageOf(picture) };
  if (winAnsi(text) === undefined) throw voucherRefusal('voucher/text-needs-picture');
  return { text };
}

/** A picture that is not what it says would make a file that readers refuse. */
function imageOf({ width, height, data }: SheetPicture): SheetImage {
  const deflated = Buffer.from(data, 'base64');
  try {
    const pixels = inflateSync(deflated, { maxOutputLength: width * height });
    if (pixels.length === width * height) return { width, height, deflated };
  } catch {
    // No zlib, or more than it says: the same to whoever sent it.
  }
  throw voucherRefusal('voucher/picture-not-understood');
}
