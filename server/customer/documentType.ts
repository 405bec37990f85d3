import type { DocumentType } from '#shared/customer/documents.ts';

const starts = (content: Buffer, at: number, text: string): boolean =>
  content.subarray(at, at + text.length).toString('latin1') === text;

/** What a file is by its first bytes, whatever its name says; undefined for what is not kept. */
export function documentTypeOf(content: Buffer): DocumentType | undefined {
  // ISO 32000-1 §7.5.2; readers accept the header within the first kilobyte, we where it belongs.
  if (starts(content, 0, '%PDF-')) return 'application/pdf';
  // ITU-T T.81 annex B: start of image and the beginning of the next marker.
  if (content.length > 3 && content.readUIntBE(0, 3) === 0xffd8ff) return 'image/jpeg';
  if (starts(content, 0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (starts(content, 0, 'RIFF') && starts(content, 8, 'WEBP')) return 'image/webp';
  return undefined;
}
