import type { MessageRecord } from '#shared/inspector/view.ts';

/** One of the last messages, as cheap to keep as possible; made readable only when somebody looks. */
export interface JournalEntry {
  readonly at: number;
  readonly message: { readonly type: string };
  readonly key: string | undefined;
  readonly by: string | undefined;
  outcome: MessageRecord['outcome'];
  code?: string | undefined;
  tookMs?: number;
}

/** The last 50 messages of an actor. */
export class Journal {
  static readonly LENGTH = 50;
  readonly #entries: JournalEntry[] = [];

  add(entry: JournalEntry): void {
    if (this.#entries.length === Journal.LENGTH) this.#entries.shift();
    this.#entries.push(entry);
  }

  records(): MessageRecord[] {
    return this.#entries.map(({ message, ...entry }) => ({
      ...withoutUndefined(entry),
      type: message.type,
      body: readable(message),
    }));
  }
}

const SECRET = /pass|secret|token|key|credential/i;
const LONGEST_BODY = 2000;

/** Bounded JSON of a message with anything that smells of a secret blanked. */
export function readable(message: object): string {
  const text = jsonOf(message);
  return text.length <= LONGEST_BODY ? text : `${text.slice(0, LONGEST_BODY)}…`;
}

/** Whatever a device's machine sends itself; looking at it must not fail. */
function jsonOf(message: object): string {
  try {
    return JSON.stringify(message, (name, value: unknown) => {
      if (SECRET.test(name)) return '•••';
      if (value instanceof Uint8Array) return `${value.length} bytes`;
      return typeof value === 'bigint' ? value.toString() : value;
    });
  } catch {
    return '(no JSON)';
  }
}

function withoutUndefined<T extends object>(entry: T): T {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as T;
}
