/** The body of every answer that is an error (RFC 9457), sent as `application/problem+json`. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** For programs; `noun/what`. */
  readonly code: string;
  readonly requestId: string;
  /** Which members of the request were wrong. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

export interface ProblemOptions extends ErrorOptions {
  /** Sent as `retry-after`, rounded up to seconds. */
  readonly retryAfterMs?: number;
  /** What exactly stands in the way, for programs: `path` names it. */
  readonly errors?: ProblemDetails['errors'];
}

/** Thrown by a route to answer with a problem; `message` is for the person who asked. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  readonly errors: ProblemDetails['errors'];

  constructor(status: number, code: string, message: string, options: ProblemOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = status;
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.errors = options.errors;
  }
}
