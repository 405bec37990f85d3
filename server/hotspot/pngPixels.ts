import { inflateSync } from 'node:zlib';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Three octets a pixel, rows from the top; what was transparent is white. */
  readonly rgb: Buffer;
}

const SIGNATURE = '89504e470d0a1a0a';
const MOST_PIXELS = 800 * 400;
/** Octets a pixel by colour type: grey, RGB, grey with alpha, RGB with alpha. */
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/**
 * The pixels of a PNG (W3C PNG, third edition) as browsers write them: eight bits, not interlaced, no palette. Undefined
 * for anything else, and for more than 800 × 400 pixels.
 */
export function pngPixels(octets: Buffer): Pixels | undefined {
  if (octets.length < 33 || octets.toString('hex', 0, 8) !== SIGNATURE) return undefined;
  const [width, height, channels] = [octets.readUInt32BE(16), octets.readUInt32BE(20), channelsOf[octets[25] ?? 9]];
  const plain = octets[24] === 8 && octets[28] === 0;
  if (!plain || channels === undefined || width === 0 || height === 0 || width * height > MOST_PIXELS) return undefined;
  const rows = inflated(octets, height * (width * channels + 1));
  return rows && { width, height, rgb: flattened(unfiltered(rows, width, height, channels), channels) };
}

/** The content of all IDAT chunks (§11.2.3), which must be just as long as the picture. */
function inflated(octets: Buffer, size: number): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= octets.length; at += 12 + octets.readUInt32BE(at)) {
    if (octets.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(octets.subarray(at + 8, at + 8 + octets.readUInt32BE(at)));
  }
  try {
    const rows = inflateSync(Buffer.concat(parts), { maxOutputLength: size });
    return rows.length === size ? rows : undefined;
  } catch {
    return undefined;
  }
}

/** §9: each row begins with how it was filtered. */
function unfiltered(rows: Buffer, width: number, height: number, channels: number): Buffer {
  const stride = width * channels;
  const pixels = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = rows[row * (stride + 1)] ?? 0;
    for (let at = 0; at < stride; at += 1) {
      const left = at >= channels ? pixels[row * stride + at - channels]! : 0;
      const above = row > 0 ? pixels[(row - 1) * stride + at]! : 0;
      const corner = row > 0 && at >= channels ? pixels[(row - 1) * stride + at - channels]! : 0;
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      pixels[row * stride + at] = rows[row * (stride + 1) + 1 + at]! + guess;
    }
  }
  return pixels;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [byLeft, byAbove, byCorner] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

function flattened(pixels: Buffer, channels: number): Buffer {
  const [grey, alpha] = [channels < 3, channels % 2 === 0];
  const rgb = Buffer.alloc((pixels.length / channels) * 3);
  for (let from = 0, to = 0; from < pixels.length; from += channels, to += 3) {
    const opacity = alpha ? pixels[from + channels - 1]! / 255 : 1;
    for (let colour = 0; colour < 3; colour += 1) {
      rgb[to + colour] = Math.round(255 + (pixels[from + (grey ? 0 : colour)]! - 255) * opacity);
    }
  }
  return rgb;
}
