import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { AutomaticPause } from '#shared/brake/brake.ts';
import { IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { alarmId } from '../alarm/alarmId.ts';

export interface BrakeAlarmOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  readonly onTrouble: (reply: Reply) => void;
}

const SOURCE = 'Lastmile';
const CAUSE = 'automaticCutsPaused';

/** Tells people that somebody has to decide about cuts, and that it is decided. */
export class BrakeAlarm {
  readonly #options: BrakeAlarmOptions;

  constructor(options: BrakeAlarmOptions) {
    this.#options = options;
  }

  paused(tenant: TenantId, { lines, percent, nas }: AutomaticPause): void {
    const of = nas ? `the sessions of ${nas.name}` : 'all lines';
    this.#send(tenant, {
      type: 'alarm.raise',
      source: SOURCE,
      cause: CAUSE,
      severity: 'major',
      text:
        `${lines} lines were to be cut by themselves within ten minutes (${percent} % of ${of}). ` +
        'They are served on, and nothing more is cut by itself, until somebody releases or drops these cuts under Bulk work.',
    });
  }

  decided(tenant: TenantId): void {
    this.#send(tenant, { type: 'alarm.clear', reason: 'the cuts that were held back are decided' });
  }

  #send(tenant: TenantId, command: object): void {
    const { ask, newId, clock, onTrouble } = this.#options;
    void ask({
      address: { tenant, kind: 'alarm', id: alarmId(tenant, SOURCE, CAUSE) },
      key: IdempotencyKey.parse(`brake:${newId()}`),
      command: command as CommandEnvelope['command'],
      caller: { kind: 'system', name: 'brake' },
      deadlineAt: clock.now() + 30_000,
    }).then((reply) => {
      if (!reply.ok) onTrouble(reply);
    });
  }
}
