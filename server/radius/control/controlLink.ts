import { connect, type Socket } from 'node:net';
import type { Clock } from '#actors/system/clock.ts';
import { ControlError } from './controlError.ts';
import { CONTROL_PROTOCOL, type FromRadius, type ToRadius } from './controlMessage.ts';
import { MessageChannel } from './messageChannel.ts';
import { type AnyHello, parseAnyHello, parseFromRadius } from './parseFromRadius.ts';
import { socketPath } from './socketPath.ts';

export type RadiusHello = Extract<FromRadius, { say: 'hello' }>;

export interface ControlLinkOptions {
  /** Both of prepareControlPlace. */
  readonly socket: string;
  readonly token: string;
  readonly build: string;
  readonly clock: Clock;
  /** Only to say `stop`: main's link stays as it is. */
  readonly onlyToStop?: boolean;
  /** Everything but `hello` and `bye`, from `receive` on. What it throws closes the link. */
  onMessage(message: FromRadius): void;
  /** Called once, and not before the link was handed over. */
  onClosed(end: LinkEnd): void;
}

/** Why a link ended: what the process said as its last, or what broke it. */
export interface LinkEnd {
  readonly bye?: Extract<FromRadius, { say: 'bye' }>['why'] | undefined;
  readonly error?: Error | undefined;
}

/** other: it speaks another protocol; only `stop` is understood. */
export type ControlLink =
  | { readonly speaks: 'same'; readonly hello: RadiusHello; readonly channel: LinkChannel }
  | { readonly speaks: 'other'; readonly hello: AnyHello; readonly channel: LinkChannel };

export interface LinkChannel {
  /** What was said meanwhile is told now, and from here on at once. */
  receive(): void;
  /** False: wait for `ready` before the next, or it is closed. */
  send(message: ToRadius): boolean;
  ready(): Promise<void>;
  close(): void;
}

/** No protocol: of whoever speaks another than the process, `stop` alone is understood. */
const STOP_PROTOCOL = 0;
const HELLO_WITHIN_MS = 2_000;

/** Main's end of the control socket: one attempt. Rejects when nobody is there, or it does not answer. */
export async function openControlLink(options: ControlLinkOptions): Promise<ControlLink> {
  const socket = await connected(options.socket);
  const opening = new Opening(socket, options);
  return await opening.link;
}

async function connected(path: string): Promise<Socket> {
  using place = socketPath(path);
  const socket = connect(place.path);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.removeAllListeners('error');
  return socket;
}

class Opening {
  readonly link: Promise<ControlLink>;
  readonly #options: ControlLinkOptions;
  readonly #opened = Promise.withResolvers<ControlLink>();
  readonly #channel: MessageChannel;
  readonly #impatience: unknown;
  #state: 'opening' | 'open' | 'other' = 'opening';
  #bye: LinkEnd['bye'];
  /** Said before anybody listens; undefined from then on. */
  #early: FromRadius[] | undefined = [];

  constructor(socket: Socket, options: ControlLinkOptions) {
    this.#options = options;
    this.link = this.#opened.promise;
    this.#channel = new MessageChannel({
      socket,
      onMessage: (received) => this.#heard(received),
      onClosed: (error) => this.#closed(error),
    });
    // A process of this data folder: nothing of it is unwelcome for its size.
    this.#channel.trust();
    const error = new ControlError('stuck', `the RADIUS process did not say hello within ${HELLO_WITHIN_MS} ms`);
    this.#impatience = options.clock.setTimeout(() => this.#channel.close(error), HELLO_WITHIN_MS);
    const { token, build, onlyToStop = false } = options;
    const protocol = onlyToStop ? STOP_PROTOCOL : CONTROL_PROTOCOL;
    this.#channel.send({ say: 'hello', protocol, build, token } satisfies ToRadius);
  }

  #heard(received: unknown): void {
    if (this.#state === 'opening') this.#greeted(received);
    else if (this.#state === 'open') this.#told(parseFromRadius(received));
  }

  #greeted(received: unknown): void {
    const any = parseAnyHello(received);
    if (any === undefined) return this.#refused(parseFromRadius(received));
    this.#options.clock.clearTimeout(this.#impatience);
    if (any.protocol !== CONTROL_PROTOCOL) {
      this.#state = 'other';
      return this.#opened.resolve({ speaks: 'other', hello: any, channel: this.#handed() });
    }
    const hello = parseFromRadius(received);
    if (hello.say !== 'hello') throw new ControlError('message', 'the RADIUS process did not say hello');
    this.#state = 'open';
    return this.#opened.resolve({ speaks: 'same', hello, channel: this.#handed() });
  }

  #refused(message: FromRadius): void {
    if (message.say !== 'bye') throw new ControlError('message', 'the RADIUS process did not say hello');
    this.#bye = message.why;
  }

  #told(message: FromRadius): void {
    if (message.say === 'bye') this.#bye = message.why;
    else if (this.#early) this.#early.push(message);
    else this.#options.onMessage(message);
  }

  #handed(): LinkChannel {
    return {
      receive: () => {
        const early = this.#early ?? [];
        this.#early = undefined;
        for (const message of early) this.#options.onMessage(message);
      },
      send: (message) => this.#channel.send(message),
      ready: () => this.#channel.ready(),
      close: () => this.#channel.close(),
    };
  }

  #closed(error: Error | undefined): void {
    this.#options.clock.clearTimeout(this.#impatience);
    if (this.#state === 'opening') {
      const why = this.#bye === 'token' ? 'the RADIUS process has another token' : 'the RADIUS process hung up';
      this.#opened.reject(new ControlError('token', why, { cause: error }));
    } else this.#options.onClosed({ bye: this.#bye, error });
  }
}
