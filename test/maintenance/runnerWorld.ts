import { alarmActor } from '#actors/alarm/alarmActor.ts';
import type { AlarmState } from '#actors/alarm/alarmState.ts';
import { maintenanceActor } from '#actors/maintenance/maintenanceActor.ts';
import type { MaintenanceState } from '#actors/maintenance/maintenanceState.ts';
import type { Decision, Fact } from '#actors/system/domainKind.ts';
import type { Caller, CommandEnvelope } from '#actors/system/envelope.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { MaintainedThing } from '#server/maintenance/maintainedKind.ts';
import { MaintenanceRunner, type MaintenanceMessage } from '#server/maintenance/maintenanceRunner.ts';
import { isRunning } from '#server/maintenance/windowReach.ts';
import { AlarmCommand } from '#shared/alarm/commands.ts';
import { MaintenanceCommand } from '#shared/maintenance/commands.ts';
import { type ActorId, TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';

export const tenant = TenantId.parse('11111111-1111-4111-8111-111111111111');
export const person: Caller = {
  kind: 'user',
  userId: 'a0000000-0000-4000-8000-000000000001' as never,
  branches: 'all',
};

/** Alarms, windows and what follows from them, without a database: decided by the actors, heard when the test says so. */
export class RunnerWorld {
  now = Date.UTC(2026, 10, 21);
  readonly log: EventRecord[] = [];
  readonly alarms = new Map<ActorId, AlarmState>();
  readonly windows = new Map<ActorId, MaintenanceState>();
  readonly messages: MaintenanceMessage[] = [];
  things: readonly MaintainedThing[] = [];
  /** Commands that are not answered, from now on. */
  failures = 0;
  heard = 0;
  readonly #answers = new Map<string, Reply>();
  readonly runner = new MaintenanceRunner({
    now: () => this.now,
    ask: (envelope) => this.#ask(envelope),
    windows: async (_tenant, ids) => ids.flatMap((id) => this.windows.get(id) ?? []),
    running: async () => [...this.windows.values()].filter(isRunning),
    standing: async () => [...this.alarms.values()].filter(({ clearedAt }) => clearedAt === undefined),
    alarms: async (_tenant, ids) => ids.flatMap((id) => this.alarms.get(id) ?? []),
    suppressed: async () => [...this.alarms.values()].filter(({ shelvedFor }) => shelvedFor !== undefined),
    things: async () => this.things,
    tell: async (_tenant, message) => {
      this.messages.push(message);
      return true;
    },
  });

  alarm(id: ActorId, command: object, caller: Caller = { kind: 'system', name: 'test' }): Reply {
    const decision = alarmActor.decide(this.alarms.get(id), AlarmCommand.parse(command), { id, at: this.now, caller });
    return this.#commit('alarm', id, decision, (state) => this.alarms.set(id, state));
  }

  window(id: ActorId, command: object, caller: Caller = person): Reply {
    const parsed = MaintenanceCommand.parse(command);
    const decision = maintenanceActor.decide(this.windows.get(id), parsed, { id, at: this.now, caller });
    return this.#commit('maintenance', id, decision, (state) => this.windows.set(id, state));
  }

  /** Fires what is due, of windows and alarms. */
  wake(): void {
    for (const [id, state] of this.windows) {
      for (const deadline of maintenanceActor.deadlines(state).filter(({ dueAt }) => dueAt <= this.now))
        this.window(id, maintenanceActor.due(deadline), { kind: 'system', name: 'deadline' });
    }
    for (const [id, state] of this.alarms) {
      for (const deadline of alarmActor.deadlines(state).filter(({ dueAt }) => dueAt <= this.now))
        this.alarm(id, alarmActor.due(deadline));
    }
  }

  /** The runner hears at most so many more records; a failure leaves them for the next time. */
  async hear(most = Number.POSITIVE_INFINITY): Promise<void> {
    while (this.heard < this.log.length && most > 0) {
      const records = this.log.slice(this.heard, this.heard + Math.min(most, 50));
      await this.runner.hear(tenant, records);
      this.heard += records.length;
      most -= records.length;
    }
  }

  #ask({ address, key, command, caller }: CommandEnvelope): Promise<Reply> {
    if (this.failures > 0) {
      this.failures -= 1;
      return Promise.resolve({ ok: false, code: 'command/timeout', message: 'no answer' });
    }
    const known = this.#answers.get(key);
    if (known) return Promise.resolve(known);
    const send = address.kind === 'alarm' ? this.alarm.bind(this) : this.window.bind(this);
    const reply = send(address.id, command as object, caller);
    this.#answers.set(key, reply);
    return Promise.resolve(reply);
  }

  #commit<State, Event extends Fact>(
    kind: string,
    id: ActorId,
    decision: Decision<State, Event>,
    keep: (state: State) => void,
  ): Reply {
    if (!decision.accepted) return decision.refusal;
    if (decision.events.length > 0) keep(decision.state);
    for (const { type, ...data } of decision.events) {
      this.log.push({
        tenant,
        position: this.log.length + 1,
        kind,
        actorId: id,
        version: 1,
        type,
        v: 1,
        data,
        actorUser: undefined,
        cause: undefined,
        at: this.now,
      });
    }
    return { ok: true, version: 1 };
  }
}
