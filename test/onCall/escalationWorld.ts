import { alarmActor } from '#actors/alarm/alarmActor.ts';
import type { AlarmState } from '#actors/alarm/alarmState.ts';
import { escalationActor } from '#actors/escalation/escalationActor.ts';
import type { EscalationState } from '#actors/escalation/escalationState.ts';
import { noticeActor } from '#actors/notice/noticeActor.ts';
import type { NoticeState } from '#actors/notice/noticeState.ts';
import type { DomainKind } from '#actors/system/domainKind.ts';
import type { Caller } from '#actors/system/envelope.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { AlarmNow } from '#server/onCall/escalationStore.ts';
import { Escalator } from '#server/onCall/escalator.ts';
import type { Person } from '#server/onCall/peopleStore.ts';
import type { TenantTx } from '#server/platform/db/transaction.ts';
import type { AlarmCommand } from '#shared/alarm/commands.ts';
import { defaultPolicy, type Policy } from '#shared/onCall/policy.ts';
import type { Rota } from '#shared/onCall/rota.ts';
import { ActorId, IdempotencyKey, UserId } from '#shared/values/ids.ts';
import { createWorld, tenant, type ActorWorld } from '#test/support/actorWorld.ts';
import { ModelStore } from '#test/support/modelStore.ts';
import { SimulatedTime } from '#test/support/simulatedTime.ts';

export const MINUTE_MS = 60_000;
export const alarm = ActorId.parse('d0000000-0000-4000-8000-000000000004');
const uuid = (n: number): string => `a0000000-0000-4000-8000-${n.toString().padStart(12, '0')}`;
export const [otieno, amina, owner] = [1, 2, 3].map((n) => UserId.parse(uuid(n))) as [UserId, UserId, UserId];
export const raise = {
  type: 'alarm.raise',
  source: 'OLT-1/0/3',
  cause: 'lossOfSignal',
  severity: 'critical',
  text: 'LOS',
  occurrences: 1,
} as const satisfies AlarmCommand;

const person = (id: UserId, permissions: string[] = []): Person => ({
  ...{
    id,
    name: id,
    roleId: uuid(9),
    roleName: 'NOC',
    permissions,
    branches: [],
    disabled: false,
    devices: 1,
    phone: false,
  },
});

/** What the escalator did, in minutes since the alarm was raised. */
export interface Told {
  readonly minute: number;
  readonly userId: UserId | undefined;
  readonly channel: string;
}

export interface EscalationWorldOptions {
  readonly policy?: Partial<Policy>;
  /** Nobody on call. */
  readonly gap?: boolean;
  /** What becomes of an attempt; delivered unless told. */
  readonly send?: (notice: NoticeState) => 'delivered' | 'later' | 'never' | 'silence';
}

/**
 * The real actors and the real escalator on a simulated clock; the database and the way out are models. `restart` loses
 * everything in memory.
 */
export class EscalationWorld {
  readonly time = new SimulatedTime();
  readonly #store = new ModelStore({ clock: this.time });
  readonly #options: EscalationWorldOptions;
  readonly told: Told[] = [];
  readonly startedAt = this.time.now();
  #position = 0;
  #sent = new Set<string>();
  #world: ActorWorld;
  #escalator: Escalator;
  #keys = 0;

  constructor(options: EscalationWorldOptions = {}) {
    this.#options = options;
    [this.#world, this.#escalator] = this.#boot();
  }

  /** A person or source speaks to the alarm, and everything that follows at once happens. */
  async tell(command: AlarmCommand, caller: Caller = { kind: 'system', name: 'test' }): Promise<string> {
    const reply = await this.time.until(
      this.#world.system.ask({
        address: { tenant, kind: 'alarm', id: alarm },
        key: IdempotencyKey.parse(`test-world:${(this.#keys += 1)}`),
        command,
        caller,
        deadlineAt: this.time.now() + 30_000,
      }),
    );
    await this.#followUp();
    return reply.ok ? 'ok' : reply.code;
  }

  async advance(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1_000) {
      await this.time.advance(Math.min(1_000, left));
      await this.#followUp();
    }
  }

  /** Kills the process at any moment: memory goes, the log's follower begins where it had stored its position. */
  async restart(): Promise<void> {
    await this.time.until(this.#world.system.stop());
    [this.#world, this.#escalator] = this.#boot();
  }

  escalation(): EscalationState | undefined {
    return this.#state<EscalationState>('escalation', alarm);
  }

  notices(): readonly NoticeState[] {
    return [...this.#store.states]
      .filter(([address]) => address.startsWith(`${tenant}/notice/`))
      .map(([, { state }]) => state as NoticeState);
  }

  events(kind: string): readonly object[] {
    return this.#store.log.filter((record) => record.kind === kind).map(({ type, data }) => ({ type, ...data }));
  }

  #boot(): [ActorWorld, Escalator] {
    const kinds = [alarmActor, escalationActor, noticeActor] as readonly unknown[] as readonly DomainKind[];
    const world = createWorld({ time: this.time, store: this.#store, kinds });
    world.system.addTenant(tenant, 'Test');
    world.system.start();
    return [world, this.#makeEscalator(world)];
  }

  #makeEscalator(world: ActorWorld): Escalator {
    const policy: Policy = { ...defaultPolicy, id: uuid(7), version: 1, position: 1, ...this.#options.policy };
    const layer = (id: string, userId: UserId) => ({
      ...{ id, name: id, people: [userId], startsOn: '2025-01-01', handover: '08:00' },
      every: { count: 1, unit: 'week' as const },
    });
    const rota: Rota = {
      ...{ id: uuid(8), version: 1, name: 'Rota', timeZone: 'Africa/Nairobi' },
      layers: [layer('one', otieno), layer('two', amina)],
    };
    return new Escalator({
      clock: this.time,
      ask: (envelope) => world.system.ask(envelope),
      reads: {
        alarms: () => Promise.resolve(new Map(this.#alarmNow().map((now) => [now.id, now]))),
        open: () => {
          const state = this.escalation()?.state;
          return Promise.resolve(new Map(state === undefined || state === 'ended' ? [] : [[alarm, state]]));
        },
        escalation: () => Promise.resolve(this.escalation()),
        policies: () => Promise.resolve([policy]),
        waiting: () => Promise.resolve(this.escalation()?.state === 'waiting' ? 1 : 0),
        unescalated: () => Promise.resolve([]),
        reach: () =>
          Promise.resolve({
            ...{ rotas: this.#options.gap ? [] : [rota], covers: [], emailWorks: false, webhooks: [] },
            people: [person(otieno), person(amina), person(owner, ['onCall.manage'])],
          }),
        noticeStep: (_tx, id) => {
          const notice = this.#state<NoticeState>('notice', id);
          return Promise.resolve(notice && { alarm, round: notice.round ?? 0, step: notice.step ?? 0 });
        },
        openNotices: () =>
          Promise.resolve(
            this.notices()
              .filter(({ endedAt }) => endedAt === undefined)
              .map(({ id }) => id),
          ),
        noticesOfStep: (_tx, _alarm, { round, step }) => {
          const own = this.notices().filter((notice) => notice.round === round && notice.step === step);
          const count = (...states: string[]) => own.filter(({ state }) => states.includes(state)).length;
          return Promise.resolve({ arrived: count('delivered', 'seen'), open: count('sending', 'queued') });
        },
      },
    });
  }

  #alarmNow(): readonly AlarmNow[] {
    const state = this.#state<AlarmState>('alarm', alarm);
    if (!state) return [];
    return [{ ...state, acknowledged: state.acknowledgedAt !== undefined, claimed: state.claimedAt !== undefined }];
  }

  #state<State>(kind: string, id: string): State | undefined {
    return this.#store.states.get(`${tenant}/${kind}/${id}`)?.state as State | undefined;
  }

  /** The log, in order, to the escalator and to the sender, until nothing new is in it. */
  async #followUp(): Promise<void> {
    while (this.#position < this.#store.log.length) {
      const records = this.#store.log.slice(this.#position);
      await this.time.until(this.#escalator.apply({ tenant } as TenantTx, records));
      this.#position += records.length;
      for (const record of records) await this.#sendIfAttempted(record);
    }
  }

  async #sendIfAttempted({ type, actorId, data }: EventRecord): Promise<void> {
    if (type !== 'notice.attempted') return;
    const notice = this.#state<NoticeState>('notice', actorId)!;
    const attempt = data['attempt'] as number;
    const key = `${actorId}:${attempt}`;
    if (this.#sent.has(key)) throw new Error('an attempt was sent twice');
    this.#sent.add(key);
    const outcome = this.#options.send?.(notice) ?? 'delivered';
    if (outcome === 'silence') return;
    if (outcome === 'delivered') {
      const minute = Math.round((this.time.now() - this.startedAt) / MINUTE_MS);
      this.told.push({ minute, userId: notice.userId, channel: notice.routes[notice.route]!.channel });
    }
    const command =
      outcome === 'delivered'
        ? { type: 'notice.accept', attempt, proof: 'HTTP 201' }
        : { type: 'notice.fail', attempt, why: 'no', retry: outcome === 'later' };
    await this.time.until(
      this.#world.system.ask({
        address: { tenant, kind: 'notice', id: actorId },
        key: IdempotencyKey.parse(`sender:${key}`),
        command,
        caller: { kind: 'system', name: 'sender' },
        deadlineAt: this.time.now() + 30_000,
      }),
    );
  }
}
