import { hash, randomUUIDv7 } from 'node:crypto';
import type { Host } from '#actors/system/ports.ts';

/** Hashing, ids and chance as Node has them. */
export const nodeHost: Host = {
  sha256: (text) => hash('sha256', text, 'buffer'),
  newId: () => randomUUIDv7(),
  random: () => Math.random(),
};
