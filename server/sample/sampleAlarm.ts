import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { alarmId } from '../alarm/alarmId.ts';

export interface SampleAlarmOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  readonly onTrouble: (reply: Reply) => void;
}

const SOURCE = 'Lastmile';
const CAUSE = 'samplesLost';
/** So long nothing more may be lost until it counts as over. */
const QUIET_MS = 5 * 60_000;
/** While it goes on, the alarm hears of it this often. */
const REPEAT_MS = 60_000;

/** Tells a tenant's people that figures were lost, and that it is over. */
export class SampleAlarm {
  readonly #options: SampleAlarmOptions;
  readonly #standing = new Map<TenantId, { since: number; toldAt: number; timer: unknown }>();

  constructor(options: SampleAlarmOptions) {
    this.#options = options;
  }

  lost(tenant: TenantId, count: number, why: string): void {
    const { clock } = this.#options;
    const now = clock.now();
    const before = this.#standing.get(tenant);
    if (before) clock.clearTimeout(before.timer);
    const timer = clock.setTimeout(() => this.over(tenant), QUIET_MS);
    const tell = before === undefined || now - before.toldAt >= REPEAT_MS;
    this.#standing.set(tenant, { since: before?.since ?? now, toldAt: tell ? now : before.toldAt, timer });
    if (!tell) return;
    this.#send(tenant, {
      type: 'alarm.raise',
      source: SOURCE,
      cause: CAUSE,
      severity: 'minor',
      text: `${count} measured figures were lost: ${why}. Charts have a gap here; equipment is not affected.`,
    });
  }

  /** Also at a start: what an earlier run lost is over. */
  over(tenant: TenantId): void {
    this.#standing.delete(tenant);
    this.#send(tenant, { type: 'alarm.clear', reason: 'figures are stored again' });
  }

  stop(): void {
    for (const { timer } of this.#standing.values()) this.#options.clock.clearTimeout(timer);
    this.#standing.clear();
  }

  #send(tenant: TenantId, command: object): void {
    const { ask, newId, clock, onTrouble } = this.#options;
    void ask({
      address: { tenant, kind: 'alarm', id: alarmId(tenant, SOURCE, CAUSE) },
      key: IdempotencyKey.parse(`samples:${newId()}`),
      command,
      caller: { kind: 'system', name: 'samples' },
      deadlineAt: clock.now() + 30_000,
    }).then((reply) => {
      if (!reply.ok) onTrouble(reply);
    });
  }
}
