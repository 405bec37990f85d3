import { z } from 'zod';
import { sayProblem } from '../words/words.ts';
import { askStepUp } from './stepUp.ts';

/** RFC 9457 problem details, as every HTTP error of the server is written. */
const Problem = z.looseObject({
  code: z.string().default(''),
  title: z.string().default(''),
  status: z.int(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

interface ProblemFacts {
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly errors?: readonly { readonly path: string; readonly message: string }[] | undefined;
}

/**
 * An answer that is no success; `message` is for a person, in the language of the screen. `status` 0: the server could
 * not be reached, so nothing was done.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** `noun/what`, as the server names it. */
  readonly code: string;
  /** What to tell support. */
  readonly requestId: string | undefined;
  /** How long to wait before the next try, where the server said so. */
  readonly retryAfterMs: number | undefined;
  /** Which members of the request were wrong. */
  readonly errors: ProblemFacts['errors'];

  constructor(status: number, code: string, message: string, { cause, ...facts }: ErrorOptions & ProblemFacts = {}) {
    super(sayProblem({ code, message }), cause === undefined ? undefined : { cause });
    this.status = status;
    this.code = code;
    this.requestId = facts.requestId;
    this.retryAfterMs = facts.retryAfterMs;
    this.errors = facts.errors;
  }
}

let csrfToken = '';
/** From the session; sent with everything that changes something. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** Throws {@link ApiError}; an answer of another shape than `schema` is an error too. */
export async function getJson<Output>(
  path: string,
  schema: z.ZodType<Output>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Output> {
  return parse(await ask(path, { method: 'GET', ...options }), schema);
}

export async function postJson<Output>(path: string, body: unknown, schema: z.ZodType<Output>): Promise<Output> {
  return parse(await send('POST', path, body), schema);
}

/** Sends a file as it is. */
export async function postFile<Output>(path: string, file: Blob, schema: z.ZodType<Output>): Promise<Output> {
  const headers = { 'content-type': file.type || 'application/octet-stream', 'x-csrf-token': csrfToken };
  return parse(await ask(path, { method: 'POST', headers, body: file }), schema);
}

/** For acts whose answer has no content worth reading. */
export async function post(path: string, body: unknown): Promise<void> {
  await send('POST', path, body);
}

export async function put(path: string, body: unknown): Promise<void> {
  await send('PUT', path, body);
}

export async function putJson<Output>(path: string, body: unknown, schema: z.ZodType<Output>): Promise<Output> {
  return parse(await send('PUT', path, body), schema);
}

export async function patchJson<Output>(path: string, body: unknown, schema: z.ZodType<Output>): Promise<Output> {
  return parse(await send('PATCH', path, body), schema);
}

/** `DELETE`; the body is always empty. */
export async function remove(path: string): Promise<void> {
  await ask(path, { method: 'DELETE', headers: { 'x-csrf-token': csrfToken } });
}

/** For the rare route whose success has several shapes: the answer's status and its parsed body, if it has one. */
export async function postAnswer(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await send('POST', path, body);
  return { status: response.status, body: await response.json().catch(() => undefined) };
}

export async function putAnswer(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await send('PUT', path, body);
  return { status: response.status, body: await response.json().catch(() => undefined) };
}

/** For what is no JSON: a PDF, a picture. */
export async function postForBlob(path: string, body: unknown): Promise<Blob> {
  return await (await send('POST', path, body)).blob();
}

function send(method: 'PATCH' | 'POST' | 'PUT', path: string, body: unknown): Promise<Response> {
  return ask(path, {
    method,
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
    body: JSON.stringify(body),
  });
}

/** What needs a fresh proof of who sits there asks for it and then goes on. */
async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await askOnce(path, init);
  } catch (error) {
    const wanted = error instanceof ApiError && error.code === 'session/step-up-required';
    if (!wanted || !(await askStepUp())) throw error;
    return await askOnce(path, init);
  }
}

async function askOnce(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, 'unreachable', 'The server can’t be reached.', { cause });
  });
  if (response.ok) return response;
  const problem = Problem.safeParse(await response.json().catch(() => undefined));
  if (!problem.success) throw new ApiError(response.status, '', response.statusText);
  const { code, detail, title, requestId, errors } = problem.data;
  throw new ApiError(response.status, code, detail ?? title, {
    requestId,
    retryAfterMs: retryAfterMs(response),
    errors,
  });
}

/** RFC 9110 §10.2.3, in the form this server uses: whole seconds. */
function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : undefined;
}

async function parse<Output>(response: Response, schema: z.ZodType<Output>): Promise<Output> {
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new ApiError(response.status, 'unexpected', 'The server answered in a form this page does not understand.', {
    cause: parsed.error,
  });
}
