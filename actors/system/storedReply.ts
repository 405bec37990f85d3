import type { Reply } from '#shared/wire/reply.ts';
import { systemRefusal } from '#shared/wire/systemRefusals.ts';
import type { CommandKey, StoredAnswer } from './ports.ts';

/** The answer to a command whose key was decided before: the same again, or that the key meant another command. */
export function storedReply({ hash }: CommandKey, stored: StoredAnswer): Reply {
  const same = hash.length === stored.hash.length && hash.every((byte, i) => byte === stored.hash[i]);
  return same ? stored.answer : systemRefusal('command/key-reused');
}
