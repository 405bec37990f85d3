/** What fits beside a login form and on a voucher. */
const WIDEST = 320;
const HIGHEST = 120;
const MOST_BYTES = 20_480;

/**
 * Any picture the browser can read, as a PNG of at most 20 KB in base64: made smaller until it fits. Undefined when the
 * file is no picture, or fits at no size worth having.
 */
export async function logoPicture(file: Blob): Promise<string | undefined> {
  const image = await createImageBitmap(file).catch(() => undefined);
  if (!image) return undefined;
  for (let scale = Math.min(1, WIDEST / image.width, HIGHEST / image.height); scale * image.width >= 40; scale *= 0.8) {
    const png = await scaled(image, scale);
    if (png && png.size <= MOST_BYTES) return await base64(png);
  }
  return undefined;
}

async function scaled(image: ImageBitmap, scale: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return await new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
}

async function base64(blob: Blob): Promise<string> {
  const octets = new Uint8Array(await blob.arrayBuffer());
  return btoa(Array.from(octets, (octet) => String.fromCharCode(octet)).join(''));
}
