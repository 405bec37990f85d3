import { ESCALATION } from '#actors/escalation/escalationActor.ts';
import type { EscalationState } from '#actors/escalation/escalationState.ts';
import { NOTICE } from '#actors/notice/noticeActor.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { AlarmSeverity } from '#shared/alarm/values.ts';
import type { EscalationCommand, Told } from '#shared/escalation/commands.ts';
import { EscalationEvent } from '#shared/escalation/events.ts';
import type { NoticeCommand } from '#shared/notice/commands.ts';
import type { Policy } from '#shared/onCall/policy.ts';
import { type ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { systemRefusals } from '#shared/wire/systemRefusals.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { AlarmNow } from './escalationStore.ts';
import { escalationWish } from './escalationWish.ts';
import { alarmNotice } from './noticeWords.ts';
import { addressed, noticeIdOf, type Reach, unreachable } from './recipients.ts';

/** What the escalator reads, in the transaction that moves its position. */
export interface EscalatorReads {
  alarms(tx: TenantTx, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, AlarmNow>>;
  /** How each escalation that has not ended stands. */
  open(tx: TenantTx, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, EscalationState['state']>>;
  escalation(tenant: TenantId, id: ActorId): Promise<EscalationState | undefined>;
  policies(tx: TenantTx): Promise<readonly Policy[]>;
  /** How many escalations wait for their next step. */
  waiting(tx: TenantTx): Promise<number>;
  /** Alarms of these severities that stand unseen and unescalated, worst and oldest first. */
  unescalated(tx: TenantTx, severities: readonly AlarmSeverity[], most: number): Promise<readonly AlarmNow[]>;
  /** Who can be told, with who is on call at `at`. */
  reach(tx: TenantTx, at: number): Promise<Omit<Reach, 'at' | 'branchId'>>;
  /** Which step of which alarm's escalation a notice belongs to. */
  noticeStep(
    tx: TenantTx,
    notice: ActorId,
  ): Promise<{ readonly alarm: ActorId; readonly round: number; readonly step: number } | undefined>;
  openNotices(tx: TenantTx, alarm: ActorId): Promise<readonly ActorId[]>;
  noticesOfStep(
    tx: TenantTx,
    alarm: ActorId,
    step: { readonly startedAt: number; readonly round: number; readonly step: number },
  ): Promise<{ readonly arrived: number; readonly open: number }>;
}

export interface EscalatorOptions {
  readonly clock: Clock;
  readonly reads: EscalatorReads;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
}

/** The alarm events after which its escalation may have to begin, pause or end. */
const TELLING: ReadonlySet<string> = new Set([
  'alarm.raised',
  'alarm.severityChanged',
  'alarm.acknowledged',
  'alarm.claimed',
  'alarm.taken',
  'alarm.shelved',
  'alarm.unshelved',
  'alarm.shelvingExpired',
  'alarm.cleared',
]);
/**
 * In a storm nobody reads five hundred calls: so many alarms of a company are escalated at a time, and the next one when
 * somebody has taken notice of one of them.
 */
const MOST_WAITING = 25;
const ANSWER_WITHIN_MS = 20_000;

/** The command could not be carried out now; the events come again. */
export class EscalationPostponed extends Error {
  override readonly name = 'EscalationPostponed';
}

/**
 * Follows the log and makes escalations out of alarms, and notices out of escalations. Every act has a key made of the
 * event that led to it, so hearing an event twice does nothing twice; and each looks at how the alarm stands now, so an
 * event that is heard late wakes nobody.
 */
export class Escalator {
  readonly #options: EscalatorOptions;

  constructor(options: EscalatorOptions) {
    this.#options = options;
  }

  async apply(tx: TenantTx, records: readonly EventRecord[]): Promise<void> {
    const lastOfAlarm = new Map<ActorId, EventRecord>();
    for (const record of records) {
      if (record.kind === 'alarm' && TELLING.has(record.type)) lastOfAlarm.set(record.actorId, record);
    }
    if (lastOfAlarm.size > 0) await this.#alarmsChanged(tx, lastOfAlarm);
    for (const record of records) {
      if (record.kind === ESCALATION) await this.#escalated(tx, record);
      else if (record.type === 'notice.failed') await this.#noticeFailed(tx, record);
    }
  }

  async #alarmsChanged(tx: TenantTx, last: ReadonlyMap<ActorId, EventRecord>): Promise<void> {
    const { reads } = this.#options;
    const ids = [...last.keys()];
    const [alarms, open, policies] = [await reads.alarms(tx, ids), await reads.open(tx, ids), await reads.policies(tx)];
    const wishes = [...alarms.values()].map((alarm) => ({
      alarm,
      wish: escalationWish(alarm, open.get(alarm.id), policies),
    }));
    const fresh = wishes.filter(({ alarm, wish }) => wish?.type === 'escalation.start' && !open.has(alarm.id));
    const room = fresh.length === 0 ? 0 : Math.max(0, MOST_WAITING - (await reads.waiting(tx)));
    const postponed = new Set(fresh.slice(room));
    await Promise.all(
      wishes.map(async (one) => {
        const { alarm, wish } = one;
        if (wish && !postponed.has(one)) await this.#tell(tx.tenant, alarm.id, wish, last.get(alarm.id)!);
      }),
    );
  }

  /** Somebody has dealt with one: what had no room goes on. */
  async #fillUp(tx: TenantTx, record: EventRecord): Promise<void> {
    const { reads } = this.#options;
    const room = MOST_WAITING - (await reads.waiting(tx));
    const policies = (await reads.policies(tx)).filter(({ enabled }) => enabled);
    if (room <= 0 || policies.length === 0) return;
    const severities = [...new Set(policies.flatMap((policy) => policy.severities))];
    for (const alarm of await reads.unescalated(tx, severities, room)) {
      const wish = escalationWish(alarm, undefined, policies);
      if (wish) await this.#tell(tx.tenant, alarm.id, wish, record);
    }
  }

  async #escalated(tx: TenantTx, record: EventRecord): Promise<void> {
    const event = EscalationEvent.safeParse({ ...record.data, type: record.type });
    if (!event.success) return;
    if (event.data.type === 'escalation.stepReached') await this.#notify(tx, record, event.data);
    else if (event.data.type === 'escalation.ended' || event.data.type === 'escalation.held') {
      await this.#callOff(tx, record, event.data.type === 'escalation.ended' && event.data.why === 'roundsDone');
      await this.#fillUp(tx, record);
    }
  }

  async #notify(
    tx: TenantTx,
    record: EventRecord,
    { round, step, episode }: { readonly round: number; readonly step: number; readonly episode: number },
  ): Promise<void> {
    const { reads } = this.#options;
    const { tenant } = tx;
    const alarm = (await reads.alarms(tx, [record.actorId])).get(record.actorId);
    // Acknowledged in the moment between: nobody is woken for it.
    if (alarm?.state !== 'raised' || alarm.episode !== episode) return;
    const escalation = await reads.escalation(tenant, record.actorId);
    const plan = escalation?.plan.steps[step];
    if (!escalation || escalation.episode !== episode || !plan) return;
    const reach = { ...(await reads.reach(tx, record.at)), at: record.at, branchId: alarm.branchId };
    const told = await Promise.all(
      addressed(plan, reach).map(async ({ userId, routes }): Promise<Told> => {
        const noticeId = noticeIdOf([tenant, record.position, userId ?? '', JSON.stringify(routes)]);
        const words = alarmNotice(alarm, { round, step, at: record.at });
        const person = userId === undefined ? {} : { userId };
        await this.#send(tenant, noticeId, record, {
          ...{
            type: 'notice.send',
            subject: { kind: 'alarm', id: alarm.id },
            ...person,
            routes: [...routes],
            ...words,
          },
          ...{ severity: alarm.severity, ...(alarm.branchId ? { branchId: alarm.branchId } : {}), round, step },
        });
        return { noticeId, ...person, routes: [...routes] };
      }),
    );
    const report = { type: 'escalation.report', episode, round, step, told } as const;
    await this.#tell(tenant, alarm.id, { ...report, unreachable: [...unreachable(plan, reach)] }, record);
  }

  /** Retries that nobody needs any more. Of an escalation that has gone through all its rounds they go on. */
  async #callOff(tx: TenantTx, record: EventRecord, goOn: boolean): Promise<void> {
    if (goOn) return;
    for (const id of await this.#options.reads.openNotices(tx, record.actorId)) {
      await this.#send(tx.tenant, id, record, { type: 'notice.cancel' });
    }
  }

  async #noticeFailed(tx: TenantTx, record: EventRecord): Promise<void> {
    const { reads } = this.#options;
    const cause = await reads.noticeStep(tx, record.actorId);
    if (!cause) return;
    const escalation = await reads.escalation(tx.tenant, cause.alarm);
    if (escalation?.state !== 'waiting') return;
    const { round, step } = cause;
    const counts = await reads.noticesOfStep(tx, cause.alarm, { startedAt: escalation.startedAt, round, step });
    if (counts.arrived > 0 || counts.open > 0) return;
    await this.#tell(tx.tenant, cause.alarm, { type: 'escalation.hasten', round, step }, record);
  }

  #tell(tenant: TenantId, id: ActorId, command: EscalationCommand, record: EventRecord): Promise<void> {
    return this.#command({ tenant, kind: ESCALATION, id }, command, record);
  }

  #send(tenant: TenantId, id: ActorId, record: EventRecord, command: NoticeCommand): Promise<void> {
    return this.#command({ tenant, kind: NOTICE, id }, command, record);
  }

  async #command(
    address: CommandEnvelope['address'],
    command: EscalationCommand | NoticeCommand,
    { position }: EventRecord,
  ): Promise<void> {
    const reply = await this.#options.ask({
      address,
      key: IdempotencyKey.parse(`escalator:${position}:${address.id}:${command.type}`),
      command,
      caller: { kind: 'system', name: 'escalation' },
      cause: { kind: 'event', position },
      deadlineAt: this.#options.clock.now() + ANSWER_WITHIN_MS,
    });
    if (reply.ok || !(reply.code in systemRefusals)) return;
    const { retry } = systemRefusals[reply.code as keyof typeof systemRefusals];
    if (retry) throw new EscalationPostponed(`${command.type} was answered with ${reply.code}`);
  }
}
