import type { Clock } from '#actors/system/clock.ts';
import type { SessionFilter, SessionSort } from '#shared/session/view.ts';
import type { BoardEntry, SessionBoard } from './sessionBoard.ts';

/** What of a router decides who sees its sessions, and how they are found. */
export interface RouterSight {
  readonly name: string | undefined;
  readonly branchId: string | null | undefined;
}

export interface SessionIndexOptions {
  readonly board: SessionBoard;
  readonly filter: SessionFilter;
  readonly sort: SessionSort;
  readonly mayView: (router: RouterSight) => boolean;
  readonly routerOf: (nasId: string) => RouterSight;
  readonly clock: Clock;
}

/** The list is put in order at most so often, and never for more than a tenth of the time. */
const REORDER_MS = 1000;
const SHARE = 10;

/** One filtered, sorted list of open sessions that all windows on it share; made when it is read, and only if it must be. */
export class SessionIndex {
  readonly #options: SessionIndexOptions;
  #entries: readonly string[] = [];
  #version = -1;
  #orderedAt = Number.NEGATIVE_INFINITY;
  #tookMs = 0;
  #timer: unknown;
  readonly #watchers = new Set<() => void>();
  #unwatch: (() => void) | undefined;

  constructor(options: SessionIndexOptions) {
    this.#options = options;
  }

  get watched(): boolean {
    return this.#watchers.size > 0;
  }

  /** Tells when reading may answer differently; answers how to stop it. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    this.#unwatch ??= this.#options.board.watch(() => this.#tell());
    return () => {
      this.#watchers.delete(changed);
      if (this.watched) return;
      this.#unwatch?.();
      this.#unwatch = undefined;
      this.#options.clock.clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  get size(): number {
    return this.#ordered().length;
  }

  /** The entries as they are now; one that has ended since the list was made is left out. */
  window(offset: number, limit: number): readonly BoardEntry[] {
    const { board } = this.#options;
    return this.#ordered()
      .slice(offset, offset + limit)
      .flatMap((id) => board.entries.get(id) ?? []);
  }

  #ordered(): readonly string[] {
    const { board, clock } = this.#options;
    const now = clock.now();
    if (this.#version === board.version) return this.#entries;
    const restMs = this.#orderedAt + Math.max(REORDER_MS, SHARE * this.#tookMs) - now;
    if (restMs > 0) {
      this.#later(restMs);
      return this.#entries;
    }
    const began = performance.now();
    this.#version = board.version;
    this.#orderedAt = now;
    this.#entries = this.#made();
    this.#tookMs = performance.now() - began;
    return this.#entries;
  }

  /** Who reads too early hears of it when the list may be made anew. */
  #later(restMs: number): void {
    if (!this.watched) return;
    this.#timer ??= this.#options.clock.setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, restMs);
  }

  #tell(): void {
    for (const changed of this.#watchers) changed();
  }

  #made(): readonly string[] {
    const { board, filter, sort, mayView, routerOf } = this.#options;
    const sights = new Map<string, { readonly sight: RouterSight; readonly visible: boolean }>();
    const routers = new Set<string>(filter.routers);
    const branches = new Set<string>(filter.branches);
    const access = new Set<string | undefined>(filter.access);
    const text = filter.text.toLowerCase();
    const found: Ordered[] = [];
    const keyOf = keys[sort];
    for (const entry of board.entries.values()) {
      const { session } = entry;
      let router = sights.get(session.nasId);
      if (router === undefined) {
        const sight = routerOf(session.nasId);
        const chosen = branches.size === 0 || branches.has(sight.branchId ?? '');
        sights.set(session.nasId, (router = { sight, visible: chosen && mayView(sight) }));
      }
      if (!router.visible || (routers.size > 0 && !routers.has(session.nasId))) continue;
      if (access.size > 0 && !access.has(session.access)) continue;
      if (filter.state !== 'all' && (session.unknownSince !== undefined) !== (filter.state === 'unknown')) continue;
      const name = router.sight.name ?? '';
      if (text === '' || contains(entry, name.toLowerCase(), text))
        found.push({ key: keyOf(entry, name), id: session.id });
    }
    // In its place and by one key each: tens of thousands are put in order while others wait.
    found.sort(inOrder);
    return found.map(({ id }) => id);
  }
}

function contains({ session }: BoardEntry, router: string, text: string): boolean {
  return (
    session.username.toLowerCase().includes(text) ||
    (session.ipv4?.includes(text) ?? false) ||
    (session.mac?.includes(text) ?? false) ||
    (session.ipv6?.includes(text) ?? false) ||
    (session.ipv6Prefix?.includes(text) ?? false) ||
    (session.delegatedPrefix?.includes(text) ?? false) ||
    (session.calling?.toLowerCase().includes(text) ?? false) ||
    (session.nasPort?.toLowerCase().includes(text) ?? false) ||
    session.acctSessionId.toLowerCase().includes(text) ||
    router.includes(text)
  );
}

interface Ordered {
  readonly key: number | string;
  readonly id: string;
}

function inOrder(a: Ordered, b: Ordered): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.id < b.id ? 1 : -1;
}

/** What is smallest comes first. */
const keys: Readonly<Record<SessionSort, (entry: BoardEntry, router: string) => number | string>> = {
  latest: ({ session }) => -session.startedAt,
  oldest: ({ session }) => session.startedAt,
  username: ({ session }) => session.username,
  nas: (_entry, router) => router,
  down: ({ session }) => -session.octetsOut,
  up: ({ session }) => -session.octetsIn,
  downRate: ({ outBps }) => -(outBps ?? -1),
  heard: ({ session }) => session.heardAt,
};
