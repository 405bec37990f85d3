import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** One command as a fake router got it. */
export interface Heard {
  readonly words: readonly string[];
  readonly path: string;
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export type Answer = (heard: Heard, peer: FakePeer) => void;

export interface FakePeer {
  readonly socket: Socket;
  /** One sentence; the tag is added unless undefined. */
  say(tag: string | undefined, ...words: readonly string[]): void;
  sayBytes(bytes: Buffer): void;
}

export interface FakeRouter extends AsyncDisposable {
  readonly port: number;
  readonly heard: Heard[];
  readonly peers: FakePeer[];
}

export interface FakeRouterOptions {
  readonly answer: Answer;
  readonly tls?: TlsOptions;
  /** Cuts everything it says into pieces of this many bytes, each a write of its own. */
  readonly piece?: number;
  /** Leaves the login to `answer`. */
  readonly ownLogin?: boolean;
}

/** Written without a look at the client: length prefixes by arithmetic, not by bits. */
export function encodeWord(bytes: Buffer): Buffer {
  const n = bytes.length;
  const [lead, size] =
    n < 128 ? [0, 1] : n < 16_384 ? [128, 2] : n < 2_097_152 ? [192, 3] : n < 268_435_456 ? [224, 4] : [240, 5];
  const prefix = Buffer.alloc(size);
  let rest = n;
  for (let at = size - 1; at >= 0; at -= 1) {
    prefix[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  prefix[0] = size === 5 ? lead : prefix[0]! + lead;
  return Buffer.concat([prefix, bytes]);
}

export function encodeWords(words: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat([...words.map((word) => encodeWord(Buffer.from(word))), Buffer.from([0])]);
}

/** A router that answers what a test tells it to. */
export async function startFakeRouter(options: FakeRouterOptions): Promise<FakeRouter> {
  const heard: Heard[] = [];
  const peers: FakePeer[] = [];
  const serve = (socket: Socket): void => {
    const peer = fakePeer(socket, options.piece);
    peers.push(peer);
    let held = Buffer.alloc(0);
    let words: string[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      for (;;) {
        const word = firstWord(held);
        if (!word) return;
        held = held.subarray(word.next);
        if (word.text !== '') {
          words.push(word.text);
          continue;
        }
        const command = toHeard(words);
        words = [];
        heard.push(command);
        if (command.path === '/login' && !options.ownLogin) peer.say(command.tag, '!done');
        else options.answer(command, peer);
      }
    });
  };
  const server: Server = options.tls ? createTlsServer(options.tls, serve) : createServer(serve);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    peers,
    async [Symbol.asyncDispose]() {
      for (const { socket } of peers) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function fakePeer(socket: Socket, piece: number | undefined): FakePeer {
  socket.setNoDelay(true);
  const sayBytes = (bytes: Buffer): void => {
    if (piece === undefined) socket.write(bytes);
    else for (let at = 0; at < bytes.length; at += piece) socket.write(bytes.subarray(at, at + piece));
  };
  return {
    socket,
    sayBytes,
    say: (tag, ...words) => sayBytes(encodeWords(tag === undefined ? words : [...words, `.tag=${tag}`])),
  };
}

function firstWord(bytes: Buffer): { readonly text: string; readonly next: number } | undefined {
  const first = bytes[0];
  if (first === undefined) return undefined;
  const size = first < 128 ? 1 : first < 192 ? 2 : first < 224 ? 3 : 4;
  if (bytes.length < size) return undefined;
  const length = size === 1 ? first : bytes.readUIntBE(0, size) - [0, 0, 0x8000, 0xc0_0000, 0xe000_0000][size]!;
  if (bytes.length < size + length) return undefined;
  return { text: bytes.toString('utf8', size, size + length), next: size + length };
}

function toHeard(words: readonly string[]): Heard {
  const [path = ''] = words;
  const attributes: Record<string, string> = {};
  for (const word of words.slice(1)) {
    const named = /^=([^=]+)=([\s\S]*)$/.exec(word);
    if (named) attributes[named[1]!] = named[2]!;
  }
  return { words, path, attributes, tag: words.find((word) => word.startsWith('.tag='))?.slice(5) ?? '' };
}
