import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { AlarmBoard } from './alarmBoard.ts';
import type { AlarmBoardPort } from './alarmBoardPort.ts';

/** One board per tenant, loaded when somebody first looks (or ahead of time by `of`), kept until `stop`. */
export class AlarmBoards {
  readonly #port: AlarmBoardPort;
  readonly #clock: Clock;
  readonly #loading = new Map<TenantId, Promise<AlarmBoard>>();
  readonly #loaded = new Map<TenantId, AlarmBoard>();
  #stopped = false;

  constructor(port: AlarmBoardPort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  /** Rejects when the database does not answer; asking again tries again. */
  of(tenant: TenantId): Promise<AlarmBoard> {
    const loading = this.#loading.get(tenant) ?? this.#load(tenant);
    this.#loading.set(tenant, loading);
    return loading;
  }

  /** Age of what is committed but not shown; 0 for a tenant nobody looks at. */
  lagMs(tenant: TenantId): number {
    return this.#loaded.get(tenant)?.lagMs ?? 0;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#loaded.values()].map((board) => board.stop()));
    this.#loaded.clear();
  }

  async #load(tenant: TenantId): Promise<AlarmBoard> {
    const board = new AlarmBoard(tenant, this.#port, this.#clock);
    try {
      await board.start();
    } catch (error) {
      this.#loading.delete(tenant);
      throw error;
    }
    this.#loaded.set(tenant, board);
    if (this.#stopped) await board.stop();
    return board;
  }
}
