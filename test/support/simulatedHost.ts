import { hash } from 'node:crypto';
import type { Host } from '#actors/system/ports.ts';

/** Real hashes; ids that count up and chance from a seed, so that a run can be repeated. */
export function simulatedHost(seed = 1): Host {
  let ids = 0;
  let state = seed >>> 0 || 1;
  return {
    sha256: (text) => hash('sha256', text, 'buffer'),
    newId: () => `00000000-0000-7000-8000-${(++ids).toString(16).padStart(12, '0')}`,
    random: () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    },
  };
}
