import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { EASED, NEARLY_FULL } from '#shared/ipPool/use.ts';
import { type ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { alarmId } from '../../alarm/alarmId.ts';

export interface PoolAlarmOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  readonly onTrouble: (reply: Reply) => void;
}

/** What may run full: a pool, on one router when routers have it. */
export interface PoolPlace {
  readonly tenant: TenantId;
  readonly poolId: ActorId;
  readonly name: string;
  readonly family: 4 | 6;
  readonly router?: { readonly id: string; readonly name: string } | undefined;
}

type Standing = 'none' | 'major' | 'critical';

const CAUSE = 'poolNearlyFull';

/** Tells people that a pool runs out of addresses, and that it is over. */
export class PoolAlarm {
  readonly #options: PoolAlarmOptions;
  /** By place; absent: an earlier run may have raised it. */
  readonly #told = new Map<string, Standing>();

  constructor(options: PoolAlarmOptions) {
    this.#options = options;
  }

  measured(place: PoolPlace, size: number, used: number): void {
    const key = `${place.tenant}/${place.poolId}/${place.router?.id ?? ''}`;
    const before = this.#told.get(key);
    const now = standingOf(size, used, before);
    if (now === before) return;
    this.#told.set(key, now);
    if (now === 'none') this.#send(place, { type: 'alarm.clear', reason: 'addresses are free again' });
    else
      this.#send(place, {
        ...{ type: 'alarm.raise', source: sourceOf(place), cause: CAUSE, severity: now },
        text: textOf(place, size, used),
      });
  }

  /** The pool is in use no more: nothing is to be said of it. */
  gone(place: PoolPlace): void {
    const key = `${place.tenant}/${place.poolId}/${place.router?.id ?? ''}`;
    const before = this.#told.get(key);
    this.#told.delete(key);
    if (before !== undefined && before !== 'none')
      this.#send(place, { type: 'alarm.clear', reason: 'the pool is gone' });
  }

  #send(place: PoolPlace, command: object): void {
    const { ask, newId, clock, onTrouble } = this.#options;
    void ask({
      address: { tenant: place.tenant, kind: 'alarm', id: alarmId(place.tenant, sourceOf(place), CAUSE) },
      key: IdempotencyKey.parse(`ipPool:${newId()}`),
      command,
      caller: { kind: 'system', name: 'ipPool' },
      deadlineAt: clock.now() + 30_000,
    }).then((reply) => {
      if (reply.ok) return;
      // Said again with the next measurement.
      this.#told.delete(`${place.tenant}/${place.poolId}/${place.router?.id ?? ''}`);
      onTrouble(reply);
    });
  }
}

/** Cleared a little lower than it is raised: one customer who comes and goes is no news each time. */
function standingOf(size: number, used: number, before: Standing | undefined): Standing {
  if (size <= 0) return 'none';
  if (used >= size) return 'critical';
  const share = used / size;
  if (share >= NEARLY_FULL) return 'major';
  return before !== undefined && before !== 'none' && share >= EASED ? 'major' : 'none';
}

/** Names may change and be used again; the alarm of a pool stays its own. */
function sourceOf({ name, poolId, router }: PoolPlace): string {
  const where = router === undefined ? '' : ` on ${router.name.slice(0, 60)}`;
  return `${name.slice(0, 80)}${where} (${poolId.slice(-8)})`;
}

function textOf({ name, router, family }: PoolPlace, size: number, used: number): string {
  const where = router === undefined ? '' : ` on ${router.name}`;
  const what = family === 6 ? 'no IPv6' : 'no address';
  const percent = Math.floor((used / size) * 100);
  return used >= size
    ? `The address pool ${name}${where} is full: ${used} of ${size}. Whoever dials in now gets ${what}.`
    : `The address pool ${name}${where} is nearly full: ${used} of ${size} (${percent} %) are in use.`;
}
