export function fromHex(text: string): Uint8Array {
  return Buffer.from(text, 'hex');
}

export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex');
}
