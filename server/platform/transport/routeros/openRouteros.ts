import type { Clock } from '#actors/system/clock.ts';
import { loginAnswer } from './loginAnswer.ts';
import { RouterosConnection } from './routerosConnection.ts';
import { RouterosError } from './routerosError.ts';
import { routerosLimits, type RouterosLimits } from './routerosLimits.ts';
import { openRouterosSocket, type AddressPolicy } from './routerosSocket.ts';
import type { RouterosLogin, RouterosTarget } from './routerosTarget.ts';

export interface OpenRouterosOptions {
  readonly target: RouterosTarget;
  readonly login: RouterosLogin;
  readonly clock: Clock;
  readonly limits?: Partial<RouterosLimits>;
  /** Every address unless told. */
  readonly mayConnect?: AddressPolicy;
  readonly signal?: AbortSignal;
}

export interface OpenedRouteros {
  readonly connection: RouterosConnection;
  /** Of the certificate the router showed; undefined without one. */
  readonly fingerprint: string | undefined;
}

/** Connects, encrypts and logs in, all within `openWithinMs`. Rejects with RouterosError; nothing is left open then. */
export async function openRouteros(options: OpenRouterosOptions): Promise<OpenedRouteros> {
  const { target, login, clock, mayConnect = () => true } = options;
  const limits = { ...routerosLimits, ...options.limits };
  const ending = new AbortController();
  const timer = clock.setTimeout(() => ending.abort(new Error('too late')), limits.openWithinMs);
  const giveUp = (): void => ending.abort(options.signal?.reason);
  options.signal?.addEventListener('abort', giveUp, { once: true });
  if (options.signal?.aborted) giveUp();
  try {
    const { socket, fingerprint } = await openRouterosSocket(target, mayConnect, ending.signal);
    const connection = new RouterosConnection({ socket, limits, clock });
    try {
      await logIn(connection, login, limits, ending.signal);
    } catch (error) {
      connection.close();
      throw error;
    }
    connection.startKeepalive();
    return { connection, fingerprint };
  } finally {
    clock.clearTimeout(timer);
    options.signal?.removeEventListener('abort', giveUp);
  }
}

/** The form since 6.43 first; a router that answers with a challenge is older and gets the old form. */
async function logIn(
  connection: RouterosConnection,
  { username, password }: RouterosLogin,
  limits: RouterosLimits,
  signal: AbortSignal,
): Promise<void> {
  const say = async (attributes: Record<string, string>): Promise<string | undefined> => {
    try {
      const { done } = await connection.run({ path: '/login', attributes }, { withinMs: limits.openWithinMs, signal });
      return done['ret'];
    } catch (error) {
      throw loginError(error);
    }
  };
  const challenge = await say({ name: username, password });
  if (challenge === undefined) return;
  if (!/^[0-9a-f]{32}$/i.test(challenge))
    throw new RouterosError('protocol', 'the login was answered with no challenge');
  await say({ name: username, response: loginAnswer(password, challenge) });
}

function loginError(error: unknown): unknown {
  if (!(error instanceof RouterosError)) return error;
  const { failure, message } = error;
  if (failure === 'trap') return new RouterosError('login', message.replace(/^\/login: /, ''), { cause: error });
  // Some versions end the session with `!fatal` instead of, or right after, a trap.
  if (failure === 'fatal' && /user name|password|log ?in|not logged|denied/i.test(message))
    return new RouterosError('login', message, { cause: error });
  if (failure === 'aborted' || failure === 'timeout')
    return new RouterosError('timeout', 'the router takes the connection and does not answer the login', {
      cause: error,
    });
  return error;
}
