import { hash } from 'node:crypto';

/**
 * The id of a session: its beginning (48 bits of milliseconds) and a digest of router and Acct-Session-Id, as a UUID of
 * version 8. Worked out anywhere it is the same, and ids of sessions that began together stand together in an index.
 */
export function sessionId(nasId: string, acctSessionId: string, startedAt: number): string {
  const bytes = hash('sha256', `${nasId}/${acctSessionId}`, 'buffer');
  bytes.writeUIntBE(Math.max(0, startedAt), 0, 6);
  bytes[6] = 0x80 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** When the session of an id began, which says in which month to look. */
export function startOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
