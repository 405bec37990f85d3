import type { SessionRow } from '#shared/session/view.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Draft } from './accountingBatch.ts';
import { sessionFlag, type LineSession } from './lineSession.ts';
import { LinesOnline } from './linesOnline.ts';

/** An open session with what the screens show beside what is stored. */
export interface BoardEntry {
  readonly session: LineSession;
  readonly inBps: number | undefined;
  readonly outBps: number | undefined;
}

type Listener = () => void;

/** The open sessions of one company, for its screens. */
export class SessionBoard {
  readonly entries = new Map<string, BoardEntry>();
  readonly lines = new LinesOnline();
  readonly #listeners = new Set<Listener>();
  /** Rises with every change. */
  version = 0;

  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  apply({ before, now }: Draft): void {
    this.version += 1;
    this.lines.put(before, now);
    if (now.endedAt !== undefined) {
      this.entries.delete(now.id);
      return;
    }
    const known = this.entries.get(now.id);
    const seconds = now.seconds - (before?.seconds ?? 0);
    const rate = (octets: number): number => (octets * 8) / seconds;
    const grew = before !== undefined && seconds > 0;
    this.entries.set(now.id, {
      session: now,
      inBps: grew ? rate(now.octetsIn - before.octetsIn) : known?.inBps,
      outBps: grew ? rate(now.octetsOut - before.octetsOut) : known?.outBps,
    });
  }

  clear(): void {
    this.entries.clear();
    this.lines.clear();
  }

  /** One that is open. */
  put(entry: BoardEntry): void {
    this.entries.set(entry.session.id, entry);
    this.lines.put(undefined, entry.session);
  }

  tell(): void {
    for (const listener of this.#listeners) listener();
    this.lines.tell();
  }
}

/** Open sessions by company, as of what is committed. */
export class SessionBoards {
  readonly #boards = new Map<TenantId, SessionBoard>();

  of(tenant: TenantId): SessionBoard {
    let board = this.#boards.get(tenant);
    if (board === undefined) this.#boards.set(tenant, (board = new SessionBoard()));
    return board;
  }

  all(): readonly SessionBoard[] {
    return [...this.#boards.values()];
  }

  reset(open: Iterable<LineSession>): void {
    const former = new Map([...this.#boards].map(([tenant, board]) => [tenant, new Map(board.entries)]));
    for (const board of this.#boards.values()) board.clear();
    for (const session of open) {
      const tenant = TenantId.parse(session.tenantId);
      const known = former.get(tenant)?.get(session.id);
      this.of(tenant).put({ session, inBps: known?.inBps, outBps: known?.outBps });
    }
    this.#tellAll();
  }

  apply(drafts: readonly Draft[]): void {
    const touched = new Set<SessionBoard>();
    for (const draft of drafts) {
      const board = this.of(draft.now.tenantId as TenantId);
      board.apply(draft);
      touched.add(board);
    }
    for (const board of touched) board.tell();
  }

  #tellAll(): void {
    for (const board of this.#boards.values()) {
      board.version += 1;
      board.tell();
    }
  }
}

/** As screens see it; what is unknown is left out. */
export function sessionRow(
  session: LineSession,
  nasName: string | undefined,
  rates?: Pick<BoardEntry, 'inBps' | 'outBps'>,
): SessionRow {
  const { tenantId: _tenant, policyVersion: _policy, flags, ...shown } = session;
  return {
    ...shown,
    nasId: ActorId.parse(session.nasId),
    subscriptionId: session.subscriptionId === undefined ? undefined : ActorId.parse(session.subscriptionId),
    nasName,
    inBps: rates?.inBps,
    outBps: rates?.outBps,
    startMissed: (flags & sessionFlag.startMissed) !== 0 ? true : undefined,
  };
}
