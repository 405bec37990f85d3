import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import type { FromScreens, ToScreens } from './liveBenchMessages.ts';

type Did<D extends FromScreens['did']> = Extract<FromScreens, { did: D }>;

/** Sockets in other processes, so that their work is not the server's. */
export class ScreenFleet implements Disposable {
  readonly #children: ChildProcess[];
  readonly #received: number[];
  #heard: () => void = () => {};

  constructor(processes: number) {
    this.#children = Array.from({ length: processes }, () => fork(join(import.meta.dirname, 'liveBenchScreens.ts')));
    this.#received = this.#children.map(() => 0);
    for (const [at, child] of this.#children.entries()) {
      child.on('message', (message: FromScreens) => {
        if (message.did !== 'received') return;
        this.#received[at] = message.frames;
        this.#heard();
      });
    }
  }

  /** Frames that every socket of every process has received since it was opened. */
  get received(): number {
    return Math.min(...this.#received);
  }

  /** Resolves when `received` reaches a number. */
  async untilReceived(frames: number): Promise<void> {
    while (this.received < frames) await new Promise<void>((heard) => (this.#heard = heard));
  }

  /** Deals the requests out evenly; undefined opens a socket without a view. */
  async open(url: string, requests: readonly (ViewRequest | undefined)[]): Promise<void> {
    this.#received.fill(0);
    await Promise.all(
      this.#children.map((child, at) => {
        const own = requests.filter((_, number) => number % this.#children.length === at);
        return this.#ask(child, { ask: 'open', url, requests: own }, 'opened');
      }),
    );
  }

  all<D extends FromScreens['did']>(message: ToScreens, did: D): Promise<Did<D>[]> {
    return Promise.all(this.#children.map((child) => this.#ask(child, message, did)));
  }

  [Symbol.dispose](): void {
    for (const child of this.#children) child.kill();
  }

  #ask<D extends FromScreens['did']>(child: ChildProcess, message: ToScreens, did: D): Promise<Did<D>> {
    return new Promise((answered, failed) => {
      const listen = (reply: FromScreens): void => {
        if (reply.did !== did) return;
        child.off('message', listen).off('exit', gone);
        answered(reply as Did<D>);
      };
      const gone = (): void => failed(new Error('a process with screens ended'));
      child.on('message', listen).on('exit', gone);
      child.send(message);
    });
  }
}
