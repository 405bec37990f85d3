import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { alarmId } from '../../alarm/alarmId.ts';
import type { AccountingStanding } from './setAsideStore.ts';

export interface SetAsideAlarmOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  readonly onTrouble: (reply: Reply) => void;
}

const SOURCE = 'Lastmile';
type Cause = 'accountingSetAside' | 'accountingLost';

/** Alarms as long as something waits for a person; each company's own. */
export class SetAsideAlarm {
  readonly #options: SetAsideAlarmOptions;
  /** What was told last; absent: an earlier run may have told something. */
  readonly #told = new Map<string, number>();

  constructor(options: SetAsideAlarmOptions) {
    this.#options = options;
  }

  /** `reason`: why it is over, where it is. */
  stands(tenant: TenantId, { setAside, losses }: Omit<AccountingStanding, 'tenant'>, reason: string): void {
    this.#tell(tenant, 'accountingSetAside', setAside, reason);
    this.#tell(tenant, 'accountingLost', losses, reason);
  }

  #tell(tenant: TenantId, cause: Cause, count: number, reason: string): void {
    const key = `${tenant}/${cause}`;
    if (this.#told.get(key) === count) return;
    this.#told.set(key, count);
    const command =
      count === 0
        ? { type: 'alarm.clear', reason: reason.slice(0, 500) }
        : { type: 'alarm.raise', source: SOURCE, cause, ...said[cause](count) };
    const { ask, newId, clock, onTrouble } = this.#options;
    void ask({
      address: { tenant, kind: 'alarm', id: alarmId(tenant, SOURCE, cause) },
      key: IdempotencyKey.parse(`accounting:${newId()}`),
      command,
      caller: { kind: 'system', name: 'accounting' },
      deadlineAt: clock.now() + 30_000,
    }).then((reply) => {
      if (reply.ok) return;
      // Told again the next time.
      this.#told.delete(key);
      onTrouble(reply);
    });
  }
}

const where = 'RADIUS, in the console, lists it.';
const said: Readonly<
  Record<Cause, (count: number) => { readonly severity: 'major' | 'critical'; readonly text: string }>
> = {
  accountingSetAside: (count) => ({
    severity: 'major',
    text: `The database refused ${count === 1 ? 'a report of a router, which was' : `${count} reports of routers, which were`} set aside. ${where}`,
  }),
  accountingLost: (count) => ({
    severity: 'critical',
    text: `Reports of routers are lost before they were stored${count === 1 ? '' : `, ${count} times`}. ${where}`,
  }),
};
