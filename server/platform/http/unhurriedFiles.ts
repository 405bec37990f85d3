import { Readable } from 'node:stream';
import type { Clock } from '#actors/system/clock.ts';
import { pause } from '../actors/pause.ts';
import type { Routes } from './httpApp.ts';

export interface UnhurriedOptions {
  readonly clock: Clock;
  /** Whether something that comes first has much to do now. */
  readonly isPressed: () => boolean;
}

/** Of what a piece took to make: so little of the machine is used for files while others need it. */
const REST = 4;
const LONGEST_REST_MS = 1_000;
const never = new AbortController().signal;

/**
 * What is answered in pieces — exports, sheets, whole lists — is made more slowly while something else comes first. For all
 * routes of the scope.
 */
export function unhurriedFiles(options: UnhurriedOptions): Routes {
  return (app) => {
    app.addHook('onSend', (_request, _reply, payload, done) =>
      done(null, payload instanceof Readable ? Readable.from(unhurried(options, payload)) : payload),
    );
  };
}

/** The same pieces in the same order. */
export async function* unhurried<Piece>(
  { clock, isPressed }: UnhurriedOptions,
  pieces: AsyncIterable<Piece>,
): AsyncGenerator<Piece> {
  let since = clock.now();
  for await (const piece of pieces) {
    // Not what the reader takes for it.
    const tookMs = clock.now() - since;
    yield piece;
    if (isPressed()) await pause(clock, Math.min(LONGEST_REST_MS, REST * tookMs), never);
    since = clock.now();
  }
}
