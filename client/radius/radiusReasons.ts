import { en } from '../words/en.ts';
import { type PlainKey, say } from '../words/words.ts';

/** Why somebody was not let in; the server's own name for a reason that is newer than this console. */
export function rejectWord(reason: string): string {
  return wordOf(`radius.reason.${reason}`, reason);
}

/** Why a packet got no answer. */
export function dropWord(reason: string): string {
  return wordOf(`radius.drop.${reason}`, reason);
}

function wordOf(key: string, otherwise: string): string {
  return Object.hasOwn(en, key) ? say(key as PlainKey) : otherwise;
}
