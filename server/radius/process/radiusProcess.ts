import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Clock } from '#actors/system/clock.ts';
import { errorFields } from '#server/platform/log/errorFields.ts';
import type { Logger } from '#server/platform/log/logger.ts';
import { createRepeatingLog } from '#server/platform/log/repeatingLog.ts';
import type { Keyring } from '#server/platform/secrets/keyring.ts';
import type { FromRadius, JournalPlace, ToRadius } from '../control/controlMessage.ts';
import type { RadiusStats } from '../control/radiusStats.ts';
import { createEap } from '../eap/createEap.ts';
import type { TunnelCertificate } from '../eap/tunnelContext.ts';
import { JournalWriter } from '../journal/journalWriter.ts';
import { usernameKey } from '../policy/usernameKey.ts';
import { Accounting } from './accounting.ts';
import { Authentication } from './authentication.ts';
import { Counters } from './counters.ts';
import { secretAt } from './credentialCheck.ts';
import { IncomingClient } from './incomingClient.ts';
import { JournalNotes } from './journalNotes.ts';
import { Latency } from './latency.ts';
import { Listeners } from './listeners.ts';
import { OutdatedSessions } from './outdatedSessions.ts';
import { ProjectionFile } from './projectionFile.ts';
import { RadiusMemory } from './radiusMemory.ts';
import { RadiusServer, type PortKind } from './radiusServer.ts';
import { RejectLog } from './rejectLog.ts';
import { replayJournal } from './replayJournal.ts';
import { SendAway } from './sendAway.ts';
import { SessionFile } from './sessionFile.ts';
import { SessionKeeper } from './sessionKeeper.ts';
import { Sweep } from './sweep.ts';
import type { Peer } from './udpReply.ts';

export interface RadiusProcessOptions {
  /** Of everything it keeps. */
  readonly folder: string;
  readonly keyring: Keyring;
  readonly addresses: readonly string[];
  readonly authenticationPort: number;
  readonly accountingPort: number;
  readonly build: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly certificate: () => TunnelCertificate;
  readonly serverName: string;
  /** Says something to main; without one it is lost. */
  readonly send: (message: FromRadius) => void;
  readonly stop: () => void;
  /** The journal has not been writable for seconds, in spite of room: another process would begin on another segment. */
  readonly onJournalStuck: (error: unknown) => void;
  /** Of a segment of the journal, where another size than its own is wanted. */
  readonly segmentBytes?: number;
}

const STEP_MS = 100;
/** Of the 32 datagrams that libuv takes from a socket before it looks after others. */
const MANY_A_TURN = 8;
const STATS_MS = 1_000;
const SNAPSHOT_MS = 60_000;

/**
 * The RADIUS server without the process around it. `read` what the disk has, then `begin` on the journal (this folder is
 * nobody else's from then on), then `listen`.
 */
export class RadiusProcess {
  readonly memory = new RadiusMemory();
  readonly #options: RadiusProcessOptions;
  readonly #counters = new Counters();
  readonly #latency = new Latency();
  readonly #rejects = new RejectLog();
  readonly #projection: ProjectionFile;
  readonly #sessionFile: SessionFile;
  readonly #startedAt: number;
  readonly #incoming: IncomingClient;
  #journal!: JournalWriter;
  #notes!: JournalNotes;
  #keeper!: SessionKeeper;
  #server!: RadiusServer;
  #sweep!: Sweep;
  #listeners: Listeners | undefined;
  #durable: JournalPlace | undefined;
  /** As main knows it. */
  #toldDurable: JournalPlace | undefined;
  /** Requests that had come when `isPressed` was asked. */
  #askedAt = 0;
  #loaded: JournalPlace | undefined;
  #snapshotPlace: JournalPlace | undefined;
  #outdated!: OutdatedSessions;
  readonly #timers = new Set<unknown>();
  #closed = false;
  #snapshot: Promise<void> | undefined;
  readonly #say: ReturnType<typeof createRepeatingLog>;

  constructor(options: RadiusProcessOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
    this.#say = createRepeatingLog({ log: options.log, clock: options.clock });
    this.#projection = new ProjectionFile(options.folder, options.keyring, (error) =>
      this.#trouble('what main says cannot be kept on the disk', error),
    );
    this.#sessionFile = new SessionFile(options.folder, options.keyring);
    this.#incoming = new IncomingClient(this.memory.nas, options.clock, () => undefined);
  }

  /** The projection of the last run. False: there is none, and nobody is known before main says who there is. */
  async read(): Promise<boolean> {
    return await this.#projection.read(this.memory);
  }

  async begin(): Promise<void> {
    const { folder, clock, segmentBytes } = this.#options;
    const directory = join(folder, 'journal');
    const from = await this.#sessionFile.read(this.memory);
    const ignored = { closed: () => undefined, unknownSince: () => undefined, displaced: () => undefined };
    const replayed = await replayJournal(directory, from, this.memory, new SessionKeeper(this.memory, ignored));
    this.#journal = await JournalWriter.open({
      directory,
      clock,
      ...(segmentBytes !== undefined && { segmentBytes }),
      onDurable: (sequence, place) => this.#isDurable(sequence, place),
      onTrouble: (error) => this.#trouble('the journal cannot be written', error),
      onStuck: (error) => this.#options.onJournalStuck(error),
    });
    this.#compose();
    this.#options.log.info(
      { subscriptions: this.memory.policies.size, sessions: this.memory.sessions.size, replayed },
      'sessions are known',
    );
  }

  async listen(): Promise<void> {
    const { addresses, authenticationPort, accountingPort, clock } = this.#options;
    this.#listeners = new Listeners({
      addresses,
      clock,
      ports: { authentication: authenticationPort, accounting: accountingPort },
      receive: (kind, datagram, peer) => this.receive(kind, datagram, peer),
      onTrouble: (what, error) => this.#trouble(what, error),
    });
    await this.#listeners.open();
    this.#every(STEP_MS, () => this.#step());
    this.#every(STATS_MS, () => this.#second());
    this.#every(SNAPSHOT_MS, () => this.#keepSessions());
  }

  /** One datagram; its answer, if there is one, leaves by the peer's socket. */
  receive(kind: PortKind, datagram: Buffer, peer: Peer): void {
    this.#server.receive(kind, datagram, peer);
  }

  /** Whether requests come about as fast as a turn of the event loop takes them in, since it was asked last. */
  isPressed(): boolean {
    const { authentication, accounting } = this.#counters.requests;
    const since = authentication + accounting - this.#askedAt;
    this.#askedAt += since;
    return since >= MANY_A_TURN;
  }

  /** One that has just said hello. */
  mainIsThere(): void {
    this.#toldDurable = undefined;
    this.#outdated.compareAll();
  }

  hello(): Extract<FromRadius, { say: 'hello' }> {
    const { build, authenticationPort, accountingPort } = this.#options;
    return {
      say: 'hello',
      protocol: 0,
      build,
      pid: process.pid,
      startedAt: this.#startedAt,
      authenticationPort,
      accountingPort,
      journal: this.#journal.journal,
      positions: Object.fromEntries(this.memory.positions),
    };
  }

  apply(message: ToRadius): void {
    switch (message.say) {
      case 'hello':
        return;
      case 'incoming':
        void this.#ask(message.id, message.request);
        return;
      case 'readBack':
        this.#keeper.readBack(this.memory.routers.known(message.nasId), message.at, message.running, message.gone);
        this.#notes.write();
        return;
      case 'loaded':
        this.#loaded = message.place;
        this.#prune();
        return;
      case 'stop':
        this.#options.stop();
        return;
      default:
        this.#outdated.around(message, () => this.memory.apply(message));
        this.#sayOutdated();
        this.#projection.keep(message);
        if (message.say === 'nas') this.#counters.known((address) => this.memory.nas.isSource(address));
        if (message.say === 'settled' || message.say === 'position') this.#options.send(message);
    }
  }

  stats(): RadiusStats {
    const { free, written, full } = this.#journalStats();
    const now = this.#options.clock.now();
    const latency = this.#latency.take();
    return {
      at: now,
      uptimeMs: now - this.#startedAt,
      requests: { ...this.#counters.requests },
      answers: { ...this.#counters.answers },
      rejects: { ...this.#counters.rejects },
      drops: { ...this.#counters.drops },
      duplicates: this.#counters.duplicates,
      ...(latency && { latency }),
      sessions: this.memory.sessions.size,
      subscriptions: this.memory.policies.size,
      memoryBytes: process.memoryUsage.rss(),
      projectionBytes: this.memory.policies.usedBytes,
      journal: { freeBytes: free, writtenBytes: written, full },
      pools: [...this.memory.addresses.utilisation(), ...this.memory.prefixes.utilisation()],
      nas: [...this.memory.nas.all()].map((nas) => ({
        nasId: nas.entry.nasId,
        requests: nas.requests,
        accepts: nas.accepts,
        rejects: nas.rejects,
        drops: nas.drops,
        sessions: this.memory.sessions.runningAt(nas.number),
        lastAt: nas.lastAt,
      })),
      strangers: this.#counters.strangers(),
    };
  }

  /** Of which nothing is known. */
  silentSessions(): number {
    return this.memory.sessions.unknown;
  }

  /** Nothing is taken any more, and what was taken is on the disk. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) this.#options.clock.clearTimeout(timer);
    this.#listeners?.deafen();
    this.#incoming.close();
    this.#notes.writeRejects();
    this.#notes.write();
    await this.#journal.close();
    // What was on its way to the disk has been answered by now.
    this.#listeners?.close();
    await this.#snapshot;
    await this.#sessionFile.write(this.memory, this.#durable);
    await this.#projection.close();
  }

  #compose(): void {
    const { clock, certificate, serverName } = this.#options;
    this.#notes = new JournalNotes(this.#journal, this.#rejects);
    this.#keeper = new SessionKeeper(this.memory, {
      closed: (entry) => this.#notes.closed(entry),
      unknownSince: (entry) => this.#notes.unknownSince(entry),
      displaced: (session) => away.displaced(session),
    });
    const away = new SendAway({
      memory: this.memory,
      keeper: this.#keeper,
      incoming: this.#incoming,
      now: () => clock.now(),
      onTrouble: (what, error) => this.#trouble(what, error),
    });
    this.#outdated = new OutdatedSessions({
      memory: this.memory,
      identity: (session) => this.#keeper.identity(session),
      now: () => clock.now(),
    });
    this.#sweep = new Sweep(this.memory, this.#keeper);
    const eap = createEap({
      clock,
      certificate,
      serverName,
      lookup: (tenantId, name) => this.#secretOf(tenantId, name),
    });
    const authentication = new Authentication(this.memory, eap, this.#rejects, {
      firstUse: (entry) => this.#notes.firstUse(entry),
      lease: (entry) => this.#notes.lease(entry),
      outgoing: (sessions) => away.outgoing(sessions),
    });
    const accounting = new Accounting(this.memory, this.#keeper, this.#journal, {
      outdated: (session) => this.#outdated.note(session),
    });
    this.#server = new RadiusServer({
      memory: this.memory,
      authentication,
      accounting,
      clock,
      counters: this.#counters,
      latency: this.#latency,
      monotonic: () => performance.now(),
      afterwards: () => this.#notes.write(),
      onDefect: (error) => this.#trouble('a request could not be answered; this is a bug', error),
    });
  }

  #isDurable(sequence: number, place: JournalPlace): void {
    this.#durable = place;
    this.#server.durable(sequence);
  }

  #secretOf(tenantId: string, name: Uint8Array): ReturnType<typeof secretAt> {
    if (name.length > 253) return undefined;
    const tenant = this.memory.tenants.known(tenantId);
    const key = { bytes: Buffer.alloc(512), length: 0 };
    usernameKey(Buffer.from(name), 0, name.length, this.memory.rules(tenant), key);
    const policy = this.memory.policies.byName(tenant, key.bytes, 0, key.length);
    return policy === 0 ? undefined : secretAt(this.memory.policies.chunk(policy), this.memory.policies.offset(policy));
  }

  #step(): void {
    this.#sweep.step(this.#options.clock.now());
    this.#notes.write();
    this.#outdated.step();
    this.#sayOutdated();
    this.#sayDurable();
  }

  /** Some times a second; there are thousands of groups. */
  #sayDurable(): void {
    if (this.#durable === undefined || this.#durable === this.#toldDurable) return;
    this.#toldDurable = this.#durable;
    this.#options.send({ say: 'durable', place: this.#durable });
  }

  #sayOutdated(): void {
    while (this.#outdated.any) this.#options.send({ say: 'outdated', sessions: this.#outdated.take() });
  }

  #second(): void {
    this.#notes.writeRejects();
    this.#options.send({ say: 'stats', stats: this.stats() });
  }

  #keepSessions(): void {
    if (this.#snapshot) return;
    const place = this.#durable;
    this.#snapshot = this.#sessionFile
      .write(this.memory, place)
      .then(() => {
        this.#snapshotPlace = place;
        this.#prune();
      })
      .catch((error: unknown) => this.#trouble('the sessions cannot be kept on the disk', error))
      .finally(() => {
        this.#snapshot = undefined;
      });
  }

  /** Segments that are stored, and that a start would not read any more. */
  #prune(): void {
    const places = [this.#loaded, this.#snapshotPlace];
    if (!places.every((place) => place?.journal === this.#journal.journal)) return;
    const first = places.reduce((one, other) => (one!.segment <= other!.segment ? one : other))!;
    this.#journal.prune(first).catch((error: unknown) => this.#trouble('the journal cannot be pruned', error));
  }

  async #ask(id: string, request: Extract<ToRadius, { say: 'incoming' }>['request']): Promise<void> {
    try {
      const answer = await this.#incoming.ask(request);
      this.#options.send({ say: 'incomingAnswer', id, answer });
    } catch (error) {
      this.#trouble('a CoA could not be sent', error);
      this.#options.send({ say: 'incomingAnswer', id, answer: { outcome: 'timedOut' } });
    }
  }

  #journalStats(): { free: number; written: number; full: boolean } {
    const { freeBytes, writtenBytes, full } = this.#journal.stats();
    return { free: freeBytes, written: writtenBytes, full };
  }

  #every(ms: number, work: () => void): void {
    let timer: unknown;
    const next = (): void => {
      this.#timers.delete(timer);
      if (this.#closed) return;
      work();
      timer = this.#options.clock.setTimeout(next, ms);
      this.#timers.add(timer);
    };
    timer = this.#options.clock.setTimeout(next, ms);
    this.#timers.add(timer);
  }

  #trouble(what: string, error: unknown): void {
    this.#say.report(what, 'error', { err: errorFields(error) }, what);
  }
}
