import { z } from 'zod';

/** RFC 9457 problem details, as every HTTP error of the server is written. */
const Problem = z.looseObject({
  code: z.string().default(''),
  title: z.string().default(''),
  status: z.int(),
  detail: z.string().optional(),
});

/** An answer that is no success. `status` 0: the server could not be reached, so nothing was done. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** `noun/what`, as the server names it. */
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }
}

let csrfToken = '';
/** From the session; sent with everything that changes something. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** Throws {@link ApiError}; an answer of another shape than `schema` is an error too. */
export async function getJson<Output>(path: string, schema: z.ZodType<Output>): Promise<Output> {
  return parse(await ask(path, { method: 'GET' }), schema);
}

export async function postJson<Output>(path: string, body: unknown, schema: z.ZodType<Output>): Promise<Output> {
  return parse(await send(path, body), schema);
}

/** For acts whose answer has no content worth reading. */
export async function post(path: string, body: unknown): Promise<void> {
  await send(path, body);
}

function send(path: string, body: unknown): Promise<Response> {
  return ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
    body: JSON.stringify(body),
  });
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch((cause: unknown) => {
    throw new ApiError(0, 'unreachable', 'The server can’t be reached.', { cause });
  });
  if (response.ok) return response;
  const problem = Problem.safeParse(await response.json().catch(() => undefined));
  if (!problem.success) throw new ApiError(response.status, '', response.statusText);
  throw new ApiError(response.status, problem.data.code, problem.data.detail ?? problem.data.title);
}

async function parse<Output>(response: Response, schema: z.ZodType<Output>): Promise<Output> {
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new ApiError(response.status, 'unexpected', 'The server answered in a form this page does not understand.', {
    cause: parsed.error,
  });
}
