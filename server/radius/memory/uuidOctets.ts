export const UUID_BYTES = 16;

/** The 16 octets of a UUID into `target`. */
export function writeUuid(target: Buffer, at: number, uuid: string): void {
  target.write(uuid.replaceAll('-', ''), at, UUID_BYTES, 'hex');
}

export function uuidText(bytes: Buffer, at: number): string {
  const hex = bytes.toString('hex', at, at + UUID_BYTES);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
