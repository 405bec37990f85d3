/**
 * resolve: no such host name · connect: nobody answers there · tls: no common way to encrypt · certificate: another one
 * than the one on record · login: refused · closed: the connection ended · fatal: the router ended it and said why ·
 * timeout: no answer in time · trap: the command was refused · protocol: not this protocol · tooLarge: more than was
 * allowed · busy: too much waits already · aborted: by the caller
 */
export type RouterosFailure =
  | 'resolve'
  | 'connect'
  | 'tls'
  | 'certificate'
  | 'login'
  | 'closed'
  | 'fatal'
  | 'timeout'
  | 'trap'
  | 'protocol'
  | 'tooLarge'
  | 'busy'
  | 'aborted';

/** `category` of a trap, as the router numbers them. */
export const trapCategories = {
  missing: 0,
  argument: 1,
  interrupted: 2,
  scripting: 3,
  general: 4,
  api: 5,
  tty: 6,
  returned: 7,
} as const;

export interface RouterosErrorOptions extends ErrorOptions {
  readonly category?: number | undefined;
  /** Of the certificate that was offered instead of the expected one. */
  readonly fingerprint?: string | undefined;
}

/** What went wrong with a router or a command to it. */
export class RouterosError extends Error {
  override readonly name = 'RouterosError';
  readonly failure: RouterosFailure;
  readonly category: number | undefined;
  readonly fingerprint: string | undefined;

  constructor(failure: RouterosFailure, message: string, options: RouterosErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.failure = failure;
    this.category = options.category;
    this.fingerprint = options.fingerprint;
  }

  /** The connection is of no more use. */
  get endsConnection(): boolean {
    return !['trap', 'timeout', 'tooLarge', 'busy', 'aborted'].includes(this.failure);
  }
}
