const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The router passes bytes on as somebody stored them: UTF-8 by now, and one of the single-byte code pages of old
 * configuration tools for what is no UTF-8. Latin-1 keeps every byte, so that nothing is lost or refused.
 */
export function wordText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  }
}
