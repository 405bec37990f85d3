import type { AlarmState } from '#actors/alarm/alarmState.ts';
import { MAINTENANCE } from '#actors/maintenance/maintenanceActor.ts';
import type { MaintenanceState } from '#actors/maintenance/maintenanceState.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { AlarmCommand } from '#shared/alarm/commands.ts';
import type { MaintenanceCommand } from '#shared/maintenance/commands.ts';
import { coversAlarm } from '#shared/maintenance/covers.ts';
import {
  LONGEST_OVERRUN_MS,
  MAINTENANCE_OVERRUN,
  type ToldAbout,
  type ToldPerson,
} from '#shared/maintenance/values.ts';
import { type ActorId, IdempotencyKey, type TenantId, type UserId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { alarmId } from '../alarm/alarmId.ts';
import { endReport, notBack } from './endReport.ts';
import type { MaintainedThing } from './maintainedKind.ts';
import { affectedBy, isRunning, reachOf } from './windowReach.ts';

export interface MaintenanceRunnerPorts {
  now(): number;
  ask(envelope: CommandEnvelope): Promise<Reply>;
  windows(tenant: TenantId, ids: readonly ActorId[]): Promise<readonly MaintenanceState[]>;
  running(tenant: TenantId): Promise<readonly MaintenanceState[]>;
  standing(tenant: TenantId): Promise<readonly AlarmState[]>;
  alarms(tenant: TenantId, ids: readonly ActorId[]): Promise<readonly AlarmState[]>;
  suppressed(tenant: TenantId): Promise<readonly AlarmState[]>;
  things(tenant: TenantId): Promise<readonly MaintainedThing[]>;
  /** Sends a message to a person; false when there is no way to. `key` names the message: the same is sent once. */
  tell(tenant: TenantId, message: MaintenanceMessage): Promise<boolean>;
}

export interface MaintenanceMessage {
  readonly key: string;
  readonly userId: UserId;
  readonly about: ToldAbout;
  readonly window: MaintenanceState;
}

/** A command that must be carried out was not; the events it follows from come again. */
export class FollowUpFailed extends Error {
  override readonly name = 'FollowUpFailed';
}

/** An alarm may have become loud by these. */
const LOUD = new Set(['alarm.raised', 'alarm.shelvingExpired', 'alarm.unshelved']);
const ASK_AT_ONCE = 64;

/**
 * What follows from windows and alarms: alarms in scope are quiet while a window runs and loud again at its end. Decides
 * by the present state, not by the event, so that events which come twice or late do no harm.
 */
export class MaintenanceRunner {
  readonly #ports: MaintenanceRunnerPorts;

  constructor(ports: MaintenanceRunnerPorts) {
    this.#ports = ports;
  }

  /** Throws FollowUpFailed when something could not be done; the same records are to be given again. */
  async hear(tenant: TenantId, records: readonly EventRecord[]): Promise<void> {
    const loud = records.filter(({ kind, type, data }) => kind === 'alarm' && LOUD.has(type) && !byPerson(type, data));
    if (loud.length > 0) await this.#quietNew(tenant, loud);
    for (const record of records) if (record.kind === MAINTENANCE) await this.#follow(tenant, record);
  }

  /** Ends windows that overran as soon as everything is back. */
  async lookAgain(tenant: TenantId): Promise<void> {
    for (const window of await this.#ports.running(tenant))
      if (window.state === 'overrun') await this.#endIfBack(tenant, window);
  }

  async #quietNew(tenant: TenantId, records: readonly EventRecord[]): Promise<void> {
    const running = await this.#ports.running(tenant);
    if (running.length === 0) return;
    const causes = new Map(records.map(({ actorId, position }) => [actorId, position]));
    const alarms = await this.#ports.alarms(tenant, [...causes.keys()]);
    await this.#each(alarms, (alarm) => this.#quiet(tenant, alarm, running, causes.get(alarm.id)));
  }

  async #follow(tenant: TenantId, { actorId, type, position, data }: EventRecord): Promise<void> {
    const [window] = await this.#ports.windows(tenant, [actorId]);
    if (!window) return;
    if (type === 'maintenance.started') await this.#begin(tenant, window, position);
    else if (type === 'maintenance.extended') await this.#quietAll(tenant, position);
    else if (type === 'maintenance.overran') await this.#overran(tenant, window, position);
    else if (type === 'maintenance.ended') await this.#end(tenant, window, position);
    else if (type === 'maintenance.announced')
      await this.#tell(tenant, window, 'announced', position, (data['to'] ?? []) as readonly UserId[]);
    else if (type === 'maintenance.cancelled') await this.#tell(tenant, window, 'cancelled', position, reached(window));
    if (type === 'maintenance.extended' || type === 'maintenance.ended')
      await this.#clearOverrun(tenant, window, position);
  }

  async #begin(tenant: TenantId, window: MaintenanceState, position: number): Promise<void> {
    if (!isRunning(window)) return;
    if (window.affected === undefined) {
      const affected = affectedBy(window, await this.#ports.things(tenant));
      await this.#command(tenant, window.id, { type: 'maintenance.resolve', affected }, position);
    }
    await this.#quietAll(tenant, position);
  }

  async #quietAll(tenant: TenantId, position: number): Promise<void> {
    const running = await this.#ports.running(tenant);
    if (running.length === 0) return;
    const alarms = await this.#ports.standing(tenant);
    await this.#each(alarms, (alarm) => this.#quiet(tenant, alarm, running, position));
  }

  /** By the window that ends last; a window that already holds it keeps it until its own end. */
  async #quiet(
    tenant: TenantId,
    alarm: AlarmState,
    running: readonly MaintenanceState[],
    position: number | undefined,
  ): Promise<void> {
    if (alarm.clearedAt !== undefined) return;
    const covering = running.filter((window) => coversAlarm(reachOf(window), alarm));
    const window =
      covering.find(({ id }) => id === alarm.shelvedFor) ?? covering.toSorted((a, b) => b.toAt - a.toAt)[0];
    if (!window) return;
    const until = window.toAt + LONGEST_OVERRUN_MS;
    if (alarm.state === 'shelved' && (alarm.shelvedFor === undefined || alarm.shelvedUntil === until)) return;
    const reason = `Maintenance: ${window.title}`;
    await this.#alarm(tenant, alarm.id, { type: 'alarm.suppress', maintenanceId: window.id, until, reason }, position);
  }

  async #overran(tenant: TenantId, window: MaintenanceState, position: number): Promise<void> {
    if (window.state !== 'overrun' || (await this.#endIfBack(tenant, window))) return;
    const { source, id } = overrunAlarm(tenant, window);
    await this.#alarm(
      tenant,
      id,
      {
        type: 'alarm.raise',
        source,
        cause: MAINTENANCE_OVERRUN,
        severity: 'major',
        text: `“${window.title}” should be over and not everything is back. Extend it, or end it for a list of what is missing.`,
        occurrences: 1,
        ...(window.branchId === undefined ? {} : { branchId: window.branchId }),
      },
      position,
    );
  }

  async #endIfBack(tenant: TenantId, window: MaintenanceState): Promise<boolean> {
    const { things, standing, now } = this.#ports;
    const missing = notBack({ window, things: await things(tenant), alarms: await standing(tenant), now: now() });
    if (missing.some(({ before }) => !before)) return false;
    await this.#command(tenant, window.id, { type: 'maintenance.end' }, undefined, `back:${window.toAt}`);
    return true;
  }

  async #end(tenant: TenantId, window: MaintenanceState, position: number): Promise<void> {
    const { things, standing, suppressed, running, now } = this.#ports;
    const parts = { window, things: await things(tenant), alarms: await standing(tenant), now: now() };
    const report = window.report ?? endReport(parts);
    if (window.report === undefined)
      await this.#command(tenant, window.id, { type: 'maintenance.report', report }, position);
    const others = await running(tenant);
    const held = (await suppressed(tenant)).filter(({ shelvedFor }) => shelvedFor === window.id);
    await this.#each(held, async (alarm) => {
      if (others.some((other) => coversAlarm(reachOf(other), alarm)))
        return await this.#quiet(tenant, alarm, others, position);
      await this.#alarm(tenant, alarm.id, { type: 'alarm.lift', maintenanceId: window.id }, position);
    });
    await this.#tell(tenant, { ...window, report }, 'ended', position, reached(window));
  }

  async #clearOverrun(tenant: TenantId, window: MaintenanceState, position: number): Promise<void> {
    const reason = window.endedAt === undefined ? 'the window was extended' : 'the window is over';
    await this.#alarm(tenant, overrunAlarm(tenant, window).id, { type: 'alarm.clear', reason }, position);
  }

  async #tell(
    tenant: TenantId,
    window: MaintenanceState,
    about: ToldAbout,
    position: number,
    to: readonly UserId[],
  ): Promise<void> {
    const at = this.#ports.now();
    const persons: ToldPerson[] = [];
    for (const userId of new Set(to)) {
      const sent = await this.#ports.tell(tenant, { key: `maintenance:${position}:${userId}`, userId, about, window });
      persons.push({ userId, about, at, sent });
    }
    if (persons.length > 0) await this.#command(tenant, window.id, { type: 'maintenance.told', persons }, position);
  }

  async #each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    for (let at = 0; at < items.length; at += ASK_AT_ONCE)
      await Promise.all(items.slice(at, at + ASK_AT_ONCE).map(work));
  }

  #alarm(tenant: TenantId, id: ActorId, command: AlarmCommand, position: number | undefined): Promise<void> {
    return this.#ask({ tenant, kind: 'alarm', id }, command, position);
  }

  #command(
    tenant: TenantId,
    id: ActorId,
    command: MaintenanceCommand,
    position: number | undefined,
    name?: string,
  ): Promise<void> {
    return this.#ask({ tenant, kind: MAINTENANCE, id }, command, position, name);
  }

  async #ask(
    address: CommandEnvelope['address'],
    command: AlarmCommand | MaintenanceCommand,
    position: number | undefined,
    name = `${position}`,
  ): Promise<void> {
    const { ask, now } = this.#ports;
    const which = 'until' in command && 'maintenanceId' in command ? `:${command.maintenanceId}:${command.until}` : '';
    const reply = await ask({
      address,
      key: IdempotencyKey.parse(`maintenance:${name}:${command.type}:${address.id}${which}`),
      command,
      caller: { kind: 'system', name: 'maintenance' },
      ...(position === undefined ? {} : { cause: { kind: 'event', position } }),
      deadlineAt: now() + 15_000,
    });
    // What the state does not allow any more is done by somebody else; the rest is tried again.
    if (reply.ok || /^(maintenance|alarm)\/|not-found$|^command\/(key-reused|not-allowed)$/.test(reply.code)) return;
    throw new FollowUpFailed(`${command.type}: ${reply.code} ${reply.message}`);
  }
}

/** A person wants to see it: unlike all others, that is not taken back. */
function byPerson(type: string, data: EventRecord['data']): boolean {
  return type === 'alarm.unshelved' && data['maintenanceId'] === undefined;
}

/** Who was told that it would come. */
function reached({ told }: MaintenanceState): readonly UserId[] {
  return told.filter(({ about, sent }) => about === 'announced' && sent).map(({ userId }) => userId);
}

function overrunAlarm(tenant: TenantId, { id, title }: MaintenanceState): { source: string; id: ActorId } {
  const source = `Maintenance ${title} (${id.slice(-4)})`;
  return { source, id: alarmId(tenant, source, MAINTENANCE_OVERRUN) };
}
