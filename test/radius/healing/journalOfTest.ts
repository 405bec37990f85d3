import type { LineState } from '#lab/nas/mikrotik/radius/lineState.ts';
import type { OpenSession } from '#server/radius/healing/silentSessions.ts';
import { decodeEntry, type JournalEntry } from '#server/radius/journal/entryCodec.ts';
import { JournalReader } from '#server/radius/journal/journalReader.ts';

/** What the loader would show of it: open sessions, and how others ended. */
export class JournalOfTest {
  readonly open = new Map<string, OpenSession>();
  readonly ended: string[] = [];
  readonly #directory: string;
  readonly #states: readonly LineState[];
  #reader: JournalReader | undefined;

  constructor(directory: string, states: readonly LineState[]) {
    this.#directory = directory;
    this.#states = states;
  }

  async read(): Promise<void> {
    this.#reader ??= await JournalReader.open(this.#directory);
    const { records } = await this.#reader!.read();
    for (const { payload } of records) this.#take(decodeEntry(payload));
  }

  #take(entry: JournalEntry): void {
    if (entry.kind === 'unknownSince')
      for (const { sessionStartedAt: startedAt, since: unknownSince, ...named } of entry.entries)
        this.open.set(named.acctSessionId, { ...this.#lineOf(named.acctSessionId), ...named, startedAt, unknownSince });
    if (entry.kind !== 'closed') return;
    for (const { acctSessionId, cause } of entry.entries) {
      this.open.delete(acctSessionId);
      this.ended.push(`${acctSessionId} ${cause}`);
    }
  }

  #lineOf(id: string): Pick<OpenSession, 'username' | 'mac' | 'access'> {
    const known = this.open.get(id);
    if (known) return known;
    const { username, mac, access } = this.#states.find(({ session }) => session?.login.number.id === id)!.line;
    return { username, mac: mac.toLowerCase(), access: access === 'hotspot' ? 'hotspot' : 'pppoe' };
  }
}
