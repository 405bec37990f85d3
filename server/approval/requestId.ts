import { createHash } from 'node:crypto';
import type { ActorId, IdempotencyKey, UserId } from '#shared/values/ids.ts';

export interface KeyedRequest {
  readonly userId: UserId;
  /** A permission, or what limits count. */
  readonly act: string;
  readonly subjectId: ActorId;
  readonly key: IdempotencyKey;
}

/** The same id for the same request of a person, however often it is sent (RFC 9562, version 8). */
export function requestId(what: 'use' | 'approval', { userId, act, subjectId, key }: KeyedRequest): string {
  const octets = createHash('sha256').update([what, userId, act, subjectId, key].join('\n')).digest().subarray(0, 16);
  octets[6] = (octets[6]! & 0x0f) | 0x80;
  octets[8] = (octets[8]! & 0x3f) | 0x80;
  const hex = octets.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
