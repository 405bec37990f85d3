import { alarmSourceMessageIds } from '#shared/alarmSource/messageIds.ts';
import type { AlarmReport } from '#shared/alarmSource/report.ts';
import { redactLine } from '../platform/log/redactLine.ts';
import { parseAlarmElement } from '../platform/transport/syslog/alarmElement.ts';
import { parseRfc5424 } from '../platform/transport/syslog/rfc5424.ts';
import type { SyslogHandler, SyslogPeer } from '../platform/transport/syslog/syslogConnection.ts';
import { SyslogError } from '../platform/transport/syslog/syslogError.ts';
import type { SyslogMessage } from '../platform/transport/syslog/syslogMessage.ts';
import type { RegisteredSource } from './registeredSource.ts';
import type { Arrival, SourceChannel } from './sourceChannel.ts';
import type { SourceDirectory } from './sourceDirectory.ts';

export interface SyslogIntakeOptions {
  readonly directory: SourceDirectory;
  /** The channel of a registered source; starts its device actor when it is new. */
  readonly channelOf: (source: RegisteredSource) => SourceChannel;
  readonly log: (key: string, level: 'info' | 'warn', fields: object, message: string) => void;
  readonly signal: AbortSignal;
}

interface Connection {
  readonly peer: SyslogPeer;
  sequence: number;
  readonly channels: Set<SourceChannel>;
  /** Under these HOSTNAMEs something was dropped, because nobody had registered them. */
  readonly strangers: Set<string>;
  /** Messages behind one whose sender is being looked up; undefined when none is. */
  behind: (() => void)[] | undefined;
  closed: string | undefined;
  /** Its sources have been told of its end; what is still handed over must not bring it back. */
  forgotten: boolean;
}

export interface IntakeStats {
  readonly messages: number;
  readonly unparsable: number;
  readonly fromUnknown: number;
}

const MOST_STRANGERS = 16;
const MOST_EVIDENCE_BYTES = 8 * 1024;

/** From messages of connections to reports of sources: parses, finds who speaks, and hands over in order. */
export class SyslogIntake implements SyslogHandler {
  readonly #options: SyslogIntakeOptions;
  readonly #connections = new Map<string, Connection>();
  #messages = 0;
  #unparsable = 0;
  #fromUnknown = 0;

  constructor(options: SyslogIntakeOptions) {
    this.#options = options;
  }

  stats(): IntakeStats {
    return { messages: this.#messages, unparsable: this.#unparsable, fromUnknown: this.#fromUnknown };
  }

  message(peer: SyslogPeer, bytes: Buffer, receivedAt: number): Promise<void> | undefined {
    const connection = this.#connection(peer);
    this.#messages += 1;
    const sequence = ++connection.sequence;
    const take = (): Promise<void> | undefined => this.#take(peer, connection, { sequence, receivedAt }, bytes);
    const { behind } = connection;
    if (!behind) return take();
    return new Promise((resolve) => behind.push(() => void settle(take(), resolve)));
  }

  closed(peer: SyslogPeer, reason: string, error: Error | undefined): void {
    const connection = this.#connection(peer);
    const why = error instanceof SyslogError ? `${reason}: ${error.message} ${error.excerpt}` : reason;
    if (error)
      this.#options.log(`closed:${peer.address}`, 'warn', { address: peer.address, why }, 'syslog connection closed');
    connection.closed = why;
    if (connection.behind) connection.behind.push(() => this.#forget(peer, connection));
    else this.#forget(peer, connection);
  }

  /** After sources were registered: those that were speaking meanwhile connect anew and send their lists again. */
  sendStrangersAway(): void {
    for (const { peer, strangers } of [...this.#connections.values()]) {
      if ([...strangers].some((hostname) => isSource(this.#options.directory.known(peer.address, hostname))))
        peer.close();
    }
  }

  #connection(peer: SyslogPeer): Connection {
    let connection = this.#connections.get(peer.id);
    if (!connection) {
      connection = {
        peer,
        sequence: 0,
        channels: new Set(),
        strangers: new Set(),
        behind: undefined,
        closed: undefined,
        forgotten: false,
      };
      this.#connections.set(peer.id, connection);
    }
    return connection;
  }

  #forget(peer: SyslogPeer, connection: Connection): void {
    connection.forgotten = true;
    this.#connections.delete(peer.id);
    for (const channel of connection.channels) channel.disconnected(peer.id, connection.closed ?? 'ended');
  }

  #take(
    peer: SyslogPeer,
    connection: Connection,
    arrival: Pick<Arrival, 'sequence' | 'receivedAt'>,
    bytes: Buffer,
  ): Promise<void> | undefined {
    const message = this.#parse(peer, connection, bytes);
    if (!message) return undefined;
    const hostname = message.hostname ?? '-';
    const source = this.#options.directory.known(peer.address, hostname);
    const hand = (found: RegisteredSource | 'unknown'): Promise<void> | undefined =>
      found === 'unknown'
        ? this.#fromStranger(peer, connection, hostname)
        : this.#handOver(found, peer, connection, arrival, message, bytes);
    return source ? hand(source) : this.#lookUp(peer, connection, hostname, hand);
  }

  /** What comes behind waits, so that order is kept; it holds its place on the connection, which bounds it. */
  async #lookUp(
    peer: SyslogPeer,
    connection: Connection,
    hostname: string,
    hand: (found: RegisteredSource | 'unknown') => Promise<void> | undefined,
  ): Promise<void> {
    const waiting: (() => void)[] = (connection.behind = []);
    let handed: Promise<void> | undefined;
    try {
      handed = hand(await this.#options.directory.lookUp(peer.address, hostname, this.#options.signal));
    } catch {
      // Stopping: what was not looked up is not handed over; the source will send its list again.
    }
    connection.behind = undefined;
    releaseInOrder(connection, waiting);
    await handed;
  }

  #parse(peer: SyslogPeer, connection: Connection, bytes: Buffer): SyslogMessage | undefined {
    try {
      return parseRfc5424(bytes);
    } catch (error) {
      this.#notUnderstood(peer, connection.channels, error);
      return undefined;
    }
  }

  #handOver(
    source: RegisteredSource,
    peer: SyslogPeer,
    connection: Connection,
    { sequence, receivedAt }: Pick<Arrival, 'sequence' | 'receivedAt'>,
    message: SyslogMessage,
    bytes: Buffer,
  ): Promise<void> | undefined {
    const channel = this.#options.channelOf(source);
    if (!connection.forgotten) {
      connection.channels.add(channel);
      channel.connected(peer.id, peer.address);
    }
    // Registered by somebody else while it was speaking: what it said first, its list of alarms, is still missing.
    if (connection.strangers.has(source.hostname)) peer.close();
    let report: AlarmReport | undefined;
    try {
      report = parseAlarmElement(message);
    } catch (error) {
      this.#notUnderstood(peer, [channel], error);
      return undefined;
    }
    const arrival: Arrival = { connectionId: peer.id, sequence, receivedAt, line: evidenceOf(bytes) };
    if (report) return channel.reported(report, arrival);
    switch (message.msgId ?? '') {
      case alarmSourceMessageIds.activeAlarmsBegin:
        channel.resyncBegins(arrival);
        return undefined;
      case alarmSourceMessageIds.activeAlarmsEnd:
        return channel.resyncEnds(arrival);
      default:
        channel.heard();
        return undefined;
    }
  }

  #fromStranger(peer: SyslogPeer, connection: Connection, hostname: string): undefined {
    this.#fromUnknown += 1;
    if (connection.strangers.size < MOST_STRANGERS) connection.strangers.add(hostname);
    this.#options.directory.countUnknown(peer.address, hostname);
    this.#options.log(
      `unknown:${peer.address}`,
      'warn',
      { address: peer.address, hostname: hostname.slice(0, 80) },
      'syslog from a source that is not registered',
    );
  }

  #notUnderstood(peer: SyslogPeer, channels: Iterable<SourceChannel>, error: unknown): void {
    if (!(error instanceof SyslogError)) throw error;
    this.#unparsable += 1;
    const excerpt = redactLine(error.excerpt);
    for (const channel of channels) channel.refused(`${error.message} ${excerpt}`);
    const fields = { address: peer.address, why: error.message, excerpt };
    this.#options.log(`unparsable:${peer.address}`, 'warn', fields, 'a syslog message was not understood');
  }
}

/** One of those waiting may have to look up another sender; the rest then goes on waiting behind it. */
function releaseInOrder(connection: Connection, waiting: readonly (() => void)[]): void {
  for (const [index, take] of waiting.entries()) {
    if (connection.behind) {
      connection.behind.push(...waiting.slice(index));
      return;
    }
    take();
  }
}

function isSource(found: RegisteredSource | 'unknown' | undefined): boolean {
  return found !== undefined && found !== 'unknown';
}

async function settle(done: Promise<void> | undefined, resolve: () => void): Promise<void> {
  await done;
  resolve();
}

/** Latin-1 takes every byte as it is, so that what is no text survives as well. */
function evidenceOf(bytes: Buffer): Buffer {
  return Buffer.from(redactLine(bytes.toString('latin1')), 'latin1').subarray(0, MOST_EVIDENCE_BYTES);
}
