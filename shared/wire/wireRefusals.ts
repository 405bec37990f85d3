import type { Refusal } from './reply.ts';

/** Refusals of the live connection itself. `retry`: whether the same message can succeed a little later. */
export const wireRefusals = {
  'wire/malformed': { message: 'The message is not understood.', retry: false },
  'wire/too-fast': { message: 'Too many messages at once. Try again in a moment.', retry: true },
  'wire/too-many-subscriptions': { message: 'This connection has too many subscriptions.', retry: false },
  'wire/channel-in-use': { message: 'This channel is open already.', retry: false },
  'view/unknown': { message: 'There is no such view.', retry: false },
  'view/not-permitted': { message: 'Your role does not allow this view.', retry: false },
  'view/unavailable': { message: 'The view cannot be shown just now. Try again in a moment.', retry: true },
  'session/unauthenticated': { message: 'Log in first.', retry: false },
  'session/ended': { message: 'The session has ended.', retry: false },
} as const satisfies Record<string, { message: string; retry: boolean }>;

export type WireRefusalCode = keyof typeof wireRefusals;

export function wireRefusal(code: WireRefusalCode, details?: Refusal['details']): Refusal {
  const { message } = wireRefusals[code];
  return details ? { ok: false, code, message, details } : { ok: false, code, message };
}
