import { type Socket, createSocket } from 'node:dgram';
import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { LoadOptions } from './loadOptions.ts';
import { type AccountingFact, type MadeRequest, RequestMaker } from './requestMaker.ts';

export interface LoadFigures {
  readonly mode: string;
  /** Answers a second while it ran. */
  readonly rps: number;
  readonly ok: number;
  readonly rejected: number;
  /** Answers that were not made with the secret. */
  readonly badAuthenticator: number;
  readonly lost: number;
  /** Of a rate: there was no identifier free to send them with. */
  readonly notSent: number;
  readonly sent: number;
  readonly stopsAcked: number;
  readonly p50ms: number;
  readonly p95ms: number;
  readonly p99ms: number;
  readonly maxms: number;
}

interface Slot extends MadeRequest {
  waits: boolean;
  sentAt: number;
  lastAt: number;
}

const SLOTS = 256;
/** Identifiers of one socket in use at once. */
const MOST_IN_FLIGHT = 250;
const BUFFER_BYTES = 4_194_304;
/** After the end, for answers that are on their way. */
const GRACE_MS = 1_500;

/** Keeps a window of requests in flight, or sends at a rate, over several source ports; measures what comes back. */
export async function runRadiusLoad(options: LoadOptions): Promise<LoadFigures> {
  using lists = new FactLists(options);
  const run = new LoadRun(options, lists);
  await run.begin();
  return await run.figures();
}

class LoadRun {
  readonly #options: LoadOptions;
  readonly #lists: FactLists;
  readonly #maker: RequestMaker;
  readonly #lanes: Lane[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  running = true;
  readonly latencies: number[] = [];
  /** Requests sent from then on are timed. */
  warmAt = 0;
  readonly count = { ok: 0, rejected: 0, badAuthenticator: 0, lost: 0, notSent: 0, sent: 0, stopsAcked: 0 };

  constructor(options: LoadOptions, lists: FactLists) {
    this.#options = options;
    this.#lists = lists;
    this.#maker = new RequestMaker(options);
  }

  get options(): LoadOptions {
    return this.#options;
  }

  get maker(): RequestMaker {
    return this.#maker;
  }

  get lists(): FactLists {
    return this.#lists;
  }

  async begin(): Promise<void> {
    const { sockets, window, rate, retransmitMs, warmUpSeconds } = this.#options;
    this.warmAt = performance.now() + warmUpSeconds * 1_000;
    for (let n = 0; n < sockets; n += 1) this.#lanes.push(await Lane.open(this));
    const each = Math.max(1, Math.min(MOST_IN_FLIGHT, Math.round(window / sockets)));
    if (rate === 0) for (const lane of this.#lanes) for (let n = 0; n < each; n += 1) lane.fire();
    else this.#fireAtRate(rate);
    this.#every(250, (lane) => lane.giveUpOld());
    if (retransmitMs > 0) this.#every(Math.min(100, retransmitMs), (lane) => lane.sendAgain());
  }

  async figures(): Promise<LoadFigures> {
    const { mode, seconds, signal } = this.#options;
    const began = performance.now();
    await wait(seconds * 1_000, undefined, { signal }).catch(() => undefined);
    this.running = false;
    const tookS = (performance.now() - began) / 1_000;
    const answered = this.count.ok + this.count.rejected;
    await wait(GRACE_MS);
    for (const timer of this.#timers) clearInterval(timer);
    for (const lane of this.#lanes) lane.close();
    const sorted = Float64Array.from(this.latencies).toSorted();
    const at = (share: number): number =>
      Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;
    const times = { p50ms: at(0.5), p95ms: at(0.95), p99ms: at(0.99), maxms: at(1) };
    return { mode, rps: Math.round(answered / tookS), ...this.count, ...times };
  }

  #every(ms: number, work: (lane: Lane) => void): void {
    this.#timers.push(
      setInterval(() => {
        for (const lane of this.#lanes) work(lane);
      }, ms),
    );
  }

  #fireAtRate(rate: number): void {
    const began = performance.now();
    let fired = 0;
    const tick = setInterval(() => {
      const due = ((performance.now() - began) / 1_000) * rate;
      for (; this.running && fired < due; fired += 1) this.#lanes[fired % this.#lanes.length]!.fireIfFree();
    }, 1);
    this.#timers.push(tick);
  }
}

/** One socket with its 256 identifiers. */
class Lane {
  readonly #run: LoadRun;
  readonly #socket: Socket;
  readonly #slots: Slot[];
  #next = 0;
  #inFlight = 0;

  static async open(run: LoadRun): Promise<Lane> {
    const { host, port } = run.options;
    const socket = createSocket({
      type: host.includes(':') ? 'udp6' : 'udp4',
      recvBufferSize: BUFFER_BYTES,
      sendBufferSize: BUFFER_BYTES,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.connect(port, host, resolve);
    });
    return new Lane(run, socket);
  }

  private constructor(run: LoadRun, socket: Socket) {
    this.#run = run;
    this.#socket = socket;
    this.#slots = Array.from({ length: SLOTS }, () => ({
      octets: Buffer.alloc(512),
      length: 0,
      fact: undefined,
      waits: false,
      sentAt: 0,
      lastAt: 0,
    }));
    socket.on('message', (answer) => this.#answered(answer));
    // The server may be away for a while: an unreachable port is a request without an answer.
    socket.on('error', () => undefined);
  }

  fire(): void {
    const { maker, lists, count } = this.#run;
    do this.#next = (this.#next + 1) % SLOTS;
    while (this.#slots[this.#next]!.waits);
    const slot = this.#slots[this.#next]!;
    maker.make(slot, this.#next);
    slot.waits = true;
    slot.sentAt = performance.now();
    slot.lastAt = slot.sentAt;
    if (slot.fact !== undefined) lists.sent(slot.fact);
    this.#inFlight += 1;
    count.sent += 1;
    this.#send(slot);
  }

  fireIfFree(): void {
    if (this.#inFlight < MOST_IN_FLIGHT) this.fire();
    else this.#run.count.notSent += 1;
  }

  giveUpOld(): void {
    const before = performance.now() - this.#run.options.timeoutMs;
    for (const slot of this.#slots) {
      if (!slot.waits || slot.sentAt > before) continue;
      this.#run.count.lost += 1;
      this.#free(slot);
    }
  }

  sendAgain(): void {
    const now = performance.now();
    for (const slot of this.#slots) {
      if (!slot.waits || now - slot.lastAt < this.#run.options.retransmitMs) continue;
      slot.lastAt = now;
      this.#send(slot);
    }
  }

  close(): void {
    this.#socket.close();
  }

  #send({ octets, length }: Slot): void {
    this.#socket.send(octets, 0, length, ignoreFailure);
  }

  #answered(answer: Buffer): void {
    const { maker, count, latencies, lists } = this.#run;
    const slot = this.#slots[answer[1] ?? 0]!;
    if (!slot.waits || answer.length < 20) return;
    if (!maker.isGenuine(answer, slot)) {
      count.badAuthenticator += 1;
      return;
    }
    if (slot.sentAt >= this.#run.warmAt) latencies.push(performance.now() - slot.sentAt);
    if (answer[0] === 2 || answer[0] === 5) count.ok += 1;
    else count.rejected += 1;
    if (slot.fact !== undefined) lists.acked(slot.fact);
    if (slot.fact?.type === 2) count.stopsAcked += 1;
    this.#free(slot);
  }

  #free(slot: Slot): void {
    slot.waits = false;
    this.#inFlight -= 1;
    if (this.#run.running && this.#run.options.rate === 0) this.fire();
  }
}

/** An unreachable port (ECONNREFUSED) is a request without an answer. */
function ignoreFailure(): void {}

class FactLists implements Disposable {
  readonly #acked: number | undefined;
  readonly #sent: number | undefined;

  constructor({ acked, sent }: LoadOptions) {
    this.#acked = acked === undefined ? undefined : openSync(acked, 'a');
    this.#sent = sent === undefined ? undefined : openSync(sent, 'a');
  }

  acked(fact: AccountingFact): void {
    if (this.#acked !== undefined) writeSync(this.#acked, lineOf(fact));
  }

  sent(fact: AccountingFact): void {
    if (this.#sent !== undefined) writeSync(this.#sent, lineOf(fact));
  }

  [Symbol.dispose](): void {
    if (this.#acked !== undefined) closeSync(this.#acked);
    if (this.#sent !== undefined) closeSync(this.#sent);
  }
}

function lineOf({ sessionId, type, octetsIn, octetsOut }: AccountingFact): string {
  return `${sessionId} ${type} ${octetsIn} ${octetsOut}\n`;
}
