import { isPrintable } from '#shared/voucher/printable.ts';
import type { SheetPicture, SheetText } from '#shared/voucher/sheet.ts';

const SIZE = 48;
const WIDEST = 1_800;
const LINE_HEIGHT = 1.35;

/** Text as it is, or with a picture of it in scripts that printed letters lack: the browser shapes them. */
export async function sheetText(text: string, look: { bold?: boolean; lines?: number } = {}): Promise<SheetText> {
  const plain = text.trim();
  if (isPrintable(plain)) return { text: plain };
  await document.fonts.ready;
  return { text: plain, picture: await drawn(plain, look.bold === true, look.lines ?? 1) };
}

async function drawn(text: string, bold: boolean, lines: number): Promise<SheetPicture> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  const family = getComputedStyle(document.body).fontFamily;
  const font = `${bold ? 700 : 400} ${SIZE}px ${family}`;
  context.font = font;
  const rows = broken(context, text, lines);
  canvas.width = Math.min(WIDEST, Math.ceil(Math.max(...rows.map((row) => context.measureText(row).width))) + 4);
  canvas.height = Math.ceil(rows.length * SIZE * LINE_HEIGHT);
  // Setting the size has reset it.
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = 'black';
  context.font = font;
  context.textBaseline = 'middle';
  rows.forEach((row, index) => context.fillText(row, 2, (index + 0.5) * SIZE * LINE_HEIGHT, canvas.width - 4));
  const { width, height } = canvas;
  return { width, height, data: await deflated(greys(context.getImageData(0, 0, width, height).data)) };
}

/** Words in at most so many lines of about the same length. */
function broken(context: CanvasRenderingContext2D, text: string, lines: number): readonly string[] {
  const target = Math.min(WIDEST, (context.measureText(text).width / lines) * 1.08);
  const rows: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = rows.length === 0 ? word : `${rows.at(-1)} ${word}`;
    const goesOn = rows.length > 0 && (rows.length === lines || context.measureText(longer).width <= target);
    if (goesOn) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows;
}

/** Black on white: any of the three colours is the grey. */
function greys(pixels: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: pixels.length / 4 }, (_, index) => pixels[index * 4] ?? 255);
}

/** zlib, base64. */
async function deflated(octets: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([octets]).stream().pipeThrough(new CompressionStream('deflate'));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  return btoa(Array.from(packed, (octet) => String.fromCharCode(octet)).join(''));
}
