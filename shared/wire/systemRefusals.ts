import type { Refusal } from './reply.ts';

/**
 * Refusals that any command may meet; a noun's own are in its `errors.ts`.
 * `retry` says whether sending the same command with the same key again can help.
 */
export const systemRefusals = {
  'command/malformed': { message: 'The command is not understood.', retry: false },
  'command/key-reused': { message: 'This key was used for a different command. Use a new key.', retry: false },
  'command/not-permitted': { message: 'Your role does not allow this.', retry: false },
  'command/not-allowed': { message: 'Not possible in the present state.', retry: false },
  'command/unknown-kind': { message: 'There is no such kind of object.', retry: false },
  'command/contended': { message: 'Somebody else keeps changing this. Try again.', retry: true },
  'command/timeout': {
    message: 'No answer in time; it may still happen. Send it again with the same key to learn the outcome.',
    retry: true,
  },
  'actor/not-found': { message: 'It does not exist, or is outside your branches.', retry: false },
  'actor/busy': { message: 'Too much is waiting for this object. Try again shortly.', retry: true },
  'actor/not-owner': { message: 'Another server has taken this object over. Try again.', retry: true },
  'actor/failed': { message: 'This object has failed repeatedly and is resting. See the Inspector.', retry: true },
  'actor/set-aside': {
    message: 'The command crashed the object twice and was set aside for inspection. Nothing was changed.',
    retry: false,
  },
  'storage/unavailable': { message: 'The database does not answer. Nothing was changed; try again.', retry: true },
  'storage/full': {
    message: 'The database disk is full. Nothing was changed. Free space, then try again.',
    retry: true,
  },
  'system/draining': { message: 'The server is restarting. Try again in a moment.', retry: true },
} as const satisfies Record<string, { message: string; retry: boolean }>;

export type SystemRefusalCode = keyof typeof systemRefusals;

export function systemRefusal(code: SystemRefusalCode, details?: Refusal['details']): Refusal {
  const { message } = systemRefusals[code];
  return details ? { ok: false, code, message, details } : { ok: false, code, message };
}
