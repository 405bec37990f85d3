import type { AlarmSourceFact } from '#actors/alarmSource/alarmSourceFacts.ts';
import type { AlarmSourcePorts, SourceSilence } from '#actors/alarmSource/alarmSourcePorts.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { SOURCE_SILENT } from '#shared/alarmSource/causes.ts';
import type { AlarmReport } from '#shared/alarmSource/report.ts';
import { EvidenceId, IdempotencyKey, type ActorId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { alarmId } from '../alarm/alarmId.ts';
import { askUntilAnswered, type Ask } from '../platform/actors/askUntilAnswered.ts';
import type { Delivery, SourceCommand } from './delivery.ts';
import { DeliveryQueue } from './deliveryQueue.ts';
import { HeardTally } from './heardTally.ts';
import type { RegisteredSource } from './registeredSource.ts';
import { reportedAlarm, ReportRefused } from './reportedAlarm.ts';
import { Resyncs } from './resyncs.ts';

export interface SourceChannelOptions {
  readonly source: RegisteredSource;
  readonly clock: Clock;
  readonly ask: Ask;
  /** Source and cause of every alarm that stands at this source. */
  readonly standing: (source: RegisteredSource) => Promise<readonly { source: string; cause: string }[]>;
  readonly newId: () => string;
  readonly mostInFlight: number;
  /** A retry is made, an alarm refused a report, a resync cleared something. */
  readonly log: (level: 'info' | 'warn', fields: object, message: string) => void;
}

/** A message's way here: its connection and its number on it. */
export interface Arrival {
  readonly connectionId: string;
  readonly sequence: number;
  readonly receivedAt: number;
  readonly line: Buffer;
}

/**
 * Everything of one source between the socket and its alarms. It outlives runs of its device actor, so what was received
 * during a restart waits here, and through it on the socket.
 */
export class SourceChannel {
  readonly source: RegisteredSource;
  readonly ports: AlarmSourcePorts;
  readonly #options: SourceChannelOptions;
  readonly #queue: DeliveryQueue;
  readonly #tally: HeardTally;
  readonly #resyncs = new Resyncs();
  readonly #connections = new Map<string, string>();
  #tell: ((fact: AlarmSourceFact) => void) | undefined;

  constructor(options: SourceChannelOptions) {
    this.source = options.source;
    this.#options = options;
    this.#queue = new DeliveryQueue(options.mostInFlight);
    this.#tally = new HeardTally(options.clock, (heard) => this.#tell?.(heard));
    this.ports = {
      clock: options.clock,
      receive: (tell, signal) => this.#receive(tell, signal),
      report: (silence, signal) => this.#reportSilence(silence, signal),
    };
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** A connection has shown by its first message that it is this source's. */
  connected(connectionId: string, peer: string): void {
    if (this.#connections.has(connectionId)) return;
    this.#connections.set(connectionId, peer);
    this.#resyncs.begin(connectionId);
    this.#tell?.({ type: 'source.connected', at: this.#options.clock.now(), peer });
  }

  disconnected(connectionId: string, reason: string): void {
    if (!this.#connections.delete(connectionId)) return;
    this.#resyncs.end(connectionId);
    this.#tally.flush();
    const at = this.#options.clock.now();
    this.#tell?.({ type: 'source.disconnected', at, reason, remaining: this.#connections.size });
  }

  /** The source is registered no more, or differently: what waits is let go, so that its connections are not held up. */
  abandon(): void {
    this.#queue.abandon();
  }

  /** A message without an alarm; also a heartbeat. */
  heard(): void {
    this.#tally.count('messages');
  }

  refused(why: string): void {
    this.#tally.count('messages');
    this.#tally.refuse(why);
  }

  /** Resolves when the alarm has answered; undefined when there is nothing to wait for. */
  reported(report: AlarmReport, { connectionId, sequence, receivedAt, line }: Arrival): Promise<void> | undefined {
    this.#tally.count('messages');
    try {
      const { alarm, command } = reportedAlarm(this.source, report);
      if (command.type === 'alarm.raise') this.#resyncs.raised(alarm);
      const key = IdempotencyKey.parse(`syslog:${this.source.id}:${connectionId}:${sequence}`);
      return this.#queue.put({ alarm, command, key, line, receivedAt });
    } catch (error) {
      if (!(error instanceof ReportRefused)) throw error;
      this.#tally.refuse(error.message);
      return undefined;
    }
  }

  resyncBegins({ connectionId }: Arrival): void {
    this.heard();
    this.#resyncs.begin(connectionId);
  }

  /** Clears what stands here and was not named since the list began. */
  resyncEnds({ connectionId, sequence, receivedAt }: Arrival): Promise<void> | undefined {
    this.heard();
    const named = this.#resyncs.end(connectionId);
    if (!named) {
      this.#tally.refuse('the end of a list of alarms that had not begun');
      return undefined;
    }
    const keyBase = `resync:${this.source.id}:${connectionId}:${sequence}`;
    return this.#queue.putBarrier((signal) => this.#clearUnnamed(named, keyBase, receivedAt, signal));
  }

  async #receive(tell: (fact: AlarmSourceFact) => void, signal: AbortSignal): Promise<void> {
    this.#tell = tell;
    const at = this.#options.clock.now();
    for (const peer of this.#connections.values()) tell({ type: 'source.connected', at, peer });
    try {
      await this.#queue.run((delivery, ending) => this.#send(delivery, ending), this.#delivered, signal);
    } finally {
      if (this.#tell === tell) this.#tell = undefined;
    }
  }

  readonly #delivered = (reply: Reply, { command, alarm }: Delivery, reports: number): void => {
    if (reply.ok) {
      this.#tally.count(command.type === 'alarm.raise' ? 'raised' : 'cleared', reports);
      return;
    }
    this.#tally.refuse(`${command.type} refused: ${reply.code}`, reports);
    this.#options.log('warn', { alarm, code: reply.code }, 'an alarm refused a report of its source');
  };

  #send(delivery: Delivery, signal: AbortSignal): Promise<Reply> {
    const { alarm, command, key, line, receivedAt } = delivery;
    const { ask, clock, newId, log } = this.#options;
    return askUntilAnswered(
      ask,
      {
        ...this.#envelope(alarm, command, key),
        ...(line === undefined
          ? {}
          : { evidence: { id: EvidenceId.parse(newId()), kind: 'syslog', bytes: line, receivedAt } }),
      },
      clock,
      signal,
      (code) => log('warn', { code }, 'an alarm can not be told now; trying again'),
    );
  }

  #envelope(id: ActorId, command: SourceCommand, key: IdempotencyKey): Omit<CommandEnvelope, 'deadlineAt'> {
    const { tenant, hostname } = this.source;
    return {
      address: { tenant, kind: 'alarm', id },
      key,
      command,
      caller: { kind: 'system', name: `alarmSource:${hostname}` },
    };
  }

  async #clearUnnamed(
    named: ReadonlySet<ActorId>,
    keyBase: string,
    receivedAt: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { tenant, hostname } = this.source;
    const standing = await this.#options.standing(this.source);
    const gone = standing
      .filter(({ source, cause }) => !(source === hostname && cause === SOURCE_SILENT))
      .map(({ source, cause }) => alarmId(tenant, source, cause))
      .filter((alarm) => !named.has(alarm));
    const command: SourceCommand = { type: 'alarm.clear', reason: 'not re-sent after reconnect' };
    const queue = new DeliveryQueue(this.#options.mostInFlight);
    const ending = new AbortController();
    signal.addEventListener('abort', () => ending.abort(signal.reason), { once: true });
    const running = queue.run(
      (delivery, end) => this.#send(delivery, end),
      () => {},
      ending.signal,
    );
    const cleared = gone.map((alarm) =>
      queue.put({ alarm, command, key: IdempotencyKey.parse(`${keyBase}:${alarm}`), line: undefined, receivedAt }),
    );
    await Promise.race([Promise.all(cleared), running]);
    ending.abort();
    await running;
    signal.throwIfAborted();
    if (gone.length > 0) this.#options.log('info', { cleared: gone.length }, 'alarms not re-sent were cleared');
    this.#tally.flush();
    this.#tell?.({ type: 'source.resynced', at: this.#options.clock.now(), cleared: gone.length });
  }

  /** Keys name the moment, so that an attempt which may have succeeded is not counted as another occurrence. */
  async #reportSilence({ type, since }: SourceSilence, signal: AbortSignal): Promise<void> {
    const { id, tenant, hostname, branchId } = this.source;
    const command: SourceCommand =
      type === 'clear'
        ? { type: 'alarm.clear', reason: 'heard again' }
        : {
            type: 'alarm.raise',
            source: hostname,
            cause: SOURCE_SILENT,
            severity: 'major',
            text: `Nothing heard from ${hostname} since ${new Date(since).toISOString()}; its state is unknown.`,
            ...(branchId === undefined ? {} : { branchId }),
            occurrences: 1,
          };
    const key = IdempotencyKey.parse(`silence:${id}:${type}:${since}`);
    const { ask, clock, log } = this.#options;
    const reply = await askUntilAnswered(
      ask,
      this.#envelope(alarmId(tenant, hostname, SOURCE_SILENT), command, key),
      clock,
      signal,
      (code) => log('warn', { code }, 'the alarm about a silent source can not be told now; trying again'),
    );
    if (!reply.ok) throw new Error(`the alarm about ${hostname} answered ${reply.code}`);
  }
}
