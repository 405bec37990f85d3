import type { ActorAddress } from './address.ts';

export const SHARDS = 256;

/** FNV-1a over the address; stable for ever, since deadline rows store it. */
export function shardOf({ tenant, kind, id }: ActorAddress): number {
  let hash = 0x811c9dc5;
  for (const text of [tenant, '/', kind, '/', id]) {
    for (let i = 0; i < text.length; i++) {
      hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    }
  }
  return (hash >>> 0) % SHARDS;
}
