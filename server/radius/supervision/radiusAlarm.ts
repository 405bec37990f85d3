import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { alarmId } from '../../alarm/alarmId.ts';

export interface RadiusAlarmOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  readonly tenants: () => readonly TenantId[];
  readonly onTrouble: (reply: Reply) => void;
}

const SOURCE = 'Lastmile';
const CAUSE = 'radiusDown';
/** A process that dies and is back within this is no alarm. */
const GRACE_MS = 2_000;

/** Tells everybody's people that nobody can log in, and that it is over. */
export class RadiusAlarm {
  readonly #options: RadiusAlarmOptions;
  #why = '';
  #timer: unknown;
  /** Unknown at first: an earlier run may have raised it. */
  #standing: boolean | undefined;

  constructor(options: RadiusAlarmOptions) {
    this.#options = options;
  }

  down(error: unknown): void {
    this.#why = error instanceof Error ? error.message : String(error);
    if (this.#standing === true || this.#timer !== undefined) return;
    this.#timer = this.#options.clock.setTimeout(() => this.#raise(), GRACE_MS);
  }

  up(): void {
    this.stop();
    if (this.#standing === false) return;
    this.#standing = false;
    this.#send({ type: 'alarm.clear', reason: 'the RADIUS server runs' });
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #raise(): void {
    this.#timer = undefined;
    this.#standing = true;
    this.#send({
      type: 'alarm.raise',
      source: SOURCE,
      cause: CAUSE,
      severity: 'critical',
      text: `The RADIUS server does not run: nobody can log in, and usage is not counted. ${this.#why}`.slice(0, 2000),
    });
  }

  #send(command: object): void {
    const { ask, newId, clock, tenants, onTrouble } = this.#options;
    for (const tenant of tenants()) {
      void ask({
        address: { tenant, kind: 'alarm', id: alarmId(tenant, SOURCE, CAUSE) },
        key: IdempotencyKey.parse(`radius:${newId()}`),
        command,
        caller: { kind: 'system', name: 'radius' },
        deadlineAt: clock.now() + 30_000,
      }).then((reply) => {
        if (!reply.ok) onTrouble(reply);
      });
    }
  }
}
