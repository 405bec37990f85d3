import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { alarmId } from '../alarm/alarmId.ts';

export interface AccountingAlarmOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  readonly tenants: () => readonly TenantId[];
  readonly onTrouble: (reply: Reply) => void;
}

/** What can be wrong with accounting as a whole; what could not be stored is told by `setAside`. */
export type AccountingTrouble = 'accountingBehind' | 'accountingJournalFull';

const SOURCE = 'Lastmile';

/** Tells everybody's people that usage on the screens is old. */
export class AccountingAlarm {
  readonly #options: AccountingAlarmOptions;
  /** An earlier run may have raised what is over by now. */
  readonly #standing = new Map<AccountingTrouble, string>([
    ['accountingBehind', ''],
    ['accountingJournalFull', ''],
  ]);

  constructor(options: AccountingAlarmOptions) {
    this.#options = options;
  }

  raise(cause: AccountingTrouble, severity: 'major' | 'critical', text: string): void {
    if (this.#standing.get(cause) === text) return;
    this.#standing.set(cause, text);
    this.#send(cause, { type: 'alarm.raise', source: SOURCE, cause, severity, text: text.slice(0, 2000) });
  }

  clear(cause: AccountingTrouble, reason: string): void {
    if (!this.#standing.delete(cause)) return;
    this.#send(cause, { type: 'alarm.clear', reason });
  }

  #send(cause: AccountingTrouble, command: object): void {
    const { ask, newId, clock, tenants, onTrouble } = this.#options;
    for (const tenant of tenants()) {
      void ask({
        address: { tenant, kind: 'alarm', id: alarmId(tenant, SOURCE, cause) },
        key: IdempotencyKey.parse(`accounting:${newId()}`),
        command,
        caller: { kind: 'system', name: 'accounting' },
        deadlineAt: clock.now() + 30_000,
      }).then((reply) => {
        if (!reply.ok) onTrouble(reply);
      });
    }
  }
}
