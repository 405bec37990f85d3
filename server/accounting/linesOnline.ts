import type { LineSession } from './lineSession.ts';

export interface OpenLine {
  readonly id: string;
  /** When its latest session began. */
  readonly since: number;
}

type Listener = (ids: ReadonlySet<string>) => void;

/** The list is put in order at most so often, and never for more than a tenth of the time. */
const REORDER_MS = 1000;
const SHARE = 10;

/** Which lines have open sessions: each report is heard, but only what people would notice is told. */
export class LinesOnline {
  readonly #lines = new Map<string, readonly LineSession[]>();
  readonly #listeners = new Set<Listener>();
  #changed = new Set<string>();
  #order: readonly OpenLine[] = [];
  #orderIsOld = false;
  #orderedAt = Number.NEGATIVE_INFINITY;
  #tookMs = 0;

  ids(): Iterable<string> {
    return this.#lines.keys();
  }

  /** Open ones, the latest first. */
  sessionsOf(id: string): readonly LineSession[] {
    return this.#lines.get(id) ?? [];
  }

  /** All lines, the one that came latest first; of now or of a moment ago. */
  latestFirst(): readonly OpenLine[] {
    const began = performance.now();
    if (!this.#orderIsOld || began - this.#orderedAt < Math.max(REORDER_MS, SHARE * this.#tookMs)) return this.#order;
    this.#order = [...this.#lines]
      .map(([id, sessions]) => ({ id, since: sessions[0]!.startedAt }))
      .sort((a, b) => b.since - a.since || (a.id < b.id ? -1 : 1));
    this.#orderIsOld = false;
    this.#orderedAt = performance.now();
    this.#tookMs = this.#orderedAt - began;
    return this.#order;
  }

  put(before: LineSession | undefined, now: LineSession): void {
    if (before?.subscriptionId !== undefined && before.subscriptionId !== now.subscriptionId)
      this.#replace(before.subscriptionId, before.id, undefined);
    if (now.subscriptionId === undefined) return;
    this.#replace(now.subscriptionId, now.id, now.endedAt === undefined ? now : undefined);
  }

  /** All lines anew. */
  clear(): void {
    for (const id of this.#lines.keys()) this.#changed.add(id);
    this.#lines.clear();
    this.#orderIsOld = true;
  }

  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(): void {
    if (this.#changed.size === 0) return;
    const ids = this.#changed;
    this.#changed = new Set();
    for (const listener of this.#listeners) listener(ids);
  }

  #replace(line: string, id: string, session: LineSession | undefined): void {
    const held = this.#lines.get(line);
    const known = held?.find((one) => one.id === id);
    const open = heldWith(held, known, session);
    if (open.length === 0) this.#lines.delete(line);
    else this.#lines.set(line, open);
    if (known === session || looksTheSame(known, session)) return;
    this.#changed.add(line);
    this.#orderIsOld = true;
  }
}

/** Nearly always a line has one session: that is done without looking at others. */
function heldWith(
  held: readonly LineSession[] | undefined,
  known: LineSession | undefined,
  session: LineSession | undefined,
): readonly LineSession[] {
  if (held === undefined || (held.length === 1 && known !== undefined)) return session === undefined ? [] : [session];
  const others = known === undefined ? held : held.filter((one) => one !== known);
  return session === undefined ? others : [...others, session].sort((a, b) => b.startedAt - a.startedAt);
}

function looksTheSame(a: LineSession | undefined, b: LineSession | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.startedAt === b.startedAt &&
    a.ipv4 === b.ipv4 &&
    a.ipv6Prefix === b.ipv6Prefix &&
    a.unknownSince === b.unknownSince
  );
}
