import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { RouterosConnection } from '#server/platform/transport/routeros/routerosConnection.ts';
import { routerosLimits } from '#server/platform/transport/routeros/routerosLimits.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { encodeWords } from './fakeRouter.ts';

export interface FuzzReport {
  readonly replies: number;
  readonly answered: number;
  readonly refused: number;
  /** Connections that had to be given up. */
  readonly connections: number;
  /** Callers left without an answer; must be none. */
  readonly forgotten: number;
}

const limits = { ...routerosLimits, mostWordBytes: 4_096, mostSentenceBytes: 16_384, mostReplyRows: 200 };
const REPLIES_PER_CONNECTION = 40;

/** Feeds mutated replies to real connections over streams without network. Rejects with whatever the client lets through. */
export async function fuzzReplies(seed: number, replies: number): Promise<FuzzReport> {
  const random = seededRandom(seed);
  const report = { replies: 0, answered: 0, refused: 0, connections: 0, forgotten: 0 };
  while (report.replies < replies) {
    report.connections += 1;
    await oneConnection(random, Math.min(REPLIES_PER_CONNECTION, replies - report.replies), report);
  }
  return report;
}

async function oneConnection(
  random: () => number,
  replies: number,
  report: { -readonly [F in keyof FuzzReport]: FuzzReport[F] },
): Promise<void> {
  const wire = new FakeWire();
  const connection = new RouterosConnection({ socket: wire as unknown as Socket, limits, clock: systemClock });
  const endings: Promise<unknown>[] = [];
  let settled = 0;
  for (let n = 1; n <= replies && !connection.error; n += 1) {
    report.replies += 1;
    const rows = random() < 0.2 ? connection.stream({ path: '/x' }, () => undefined, wire.signal) : undefined;
    const ending = rows ?? connection.run({ path: '/x/print' }, { withinMs: 60_000 });
    endings.push(
      ending.then(
        () => void (report.answered += 1),
        () => void (report.refused += 1),
      ),
    );
    void endings.at(-1)!.then(() => (settled += 1));
    for (const piece of pieces(random, mutated(random, validReply(random, n)))) wire.push(piece);
    await wire.turn();
  }
  connection.close();
  await wire.turn();
  await wire.turn();
  report.forgotten += endings.length - settled;
}

function validReply(random: () => number, n: number): Buffer {
  const tag = `.tag=${random() < 0.7 ? n : 1 + Math.floor(random() * (n + 1))}`;
  const rows = Array.from({ length: Math.floor(random() * 4) }, (_, at) =>
    encodeWords(['!re', tag, `=.id=*${at}`, `=name=${'রহিমx'.repeat(Math.floor(random() * 30))}`, '=uptime=1w2d']),
  );
  const endings = [
    [['!done', tag]],
    [
      ['!empty', tag],
      ['!done', tag],
    ],
    [
      ['!trap', tag, '=category=2', '=message=interrupted'],
      ['!done', tag],
    ],
    [['!done', '=ret=*1A', tag]],
    [['!fatal', 'going down']],
    [
      ['!unheard', tag, '=a=b'],
      ['!done', tag],
    ],
  ];
  const ending = endings[Math.floor(random() * (random() < 0.95 ? 4 : endings.length))]!;
  return Buffer.concat([...rows, ...ending.map(encodeWords)]);
}

type Mutation = (random: () => number, bytes: Buffer) => Buffer;
const at = (random: () => number, bytes: Buffer): number => Math.floor(random() * bytes.length);
const mutations: readonly Mutation[] = [
  (_random, bytes) => bytes,
  (random, bytes) => {
    bytes[at(random, bytes)] = Math.floor(random() * 256);
    return bytes;
  },
  (random, bytes) => {
    bytes[at(random, bytes)]! ^= 1 << Math.floor(random() * 8);
    return bytes;
  },
  (random, bytes) => bytes.subarray(0, at(random, bytes)),
  (random, bytes) => Buffer.concat([bytes.subarray(0, at(random, bytes)), bytes.subarray(at(random, bytes))]),
  (random, bytes) => {
    const place = at(random, bytes);
    const noise = Buffer.from(Array.from({ length: 1 + Math.floor(random() * 20) }, () => Math.floor(random() * 256)));
    return Buffer.concat([bytes.subarray(0, place), noise, bytes.subarray(place)]);
  },
  (random, bytes) => Buffer.concat([bytes, bytes.subarray(at(random, bytes)), bytes]),
  (random, bytes) => bytes.fill(0, at(random, bytes)),
];

function mutated(random: () => number, bytes: Buffer): Buffer {
  let result = Buffer.from(bytes);
  const times = random() < 0.3 ? 0 : 1 + Math.floor(random() * 3);
  for (let n = 0; n < times && result.length > 0; n += 1)
    result = Buffer.from(mutations[Math.floor(random() * mutations.length)]!(random, result));
  return result;
}

function pieces(random: () => number, bytes: Buffer): readonly Buffer[] {
  if (random() < 0.5 || bytes.length < 2) return bytes.length === 0 ? [] : [bytes];
  const place = 1 + Math.floor(random() * (bytes.length - 1));
  return [bytes.subarray(0, place), bytes.subarray(place)];
}

/** A socket's two streams without a network. */
class FakeWire extends Duplex {
  readonly #ending = new AbortController();
  readonly signal = this.#ending.signal;

  override _read(): void {
    // Bytes are pushed.
  }

  override _write(_chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    done();
  }

  turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}
