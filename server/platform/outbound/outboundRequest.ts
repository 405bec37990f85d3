import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { TargetGuard } from './targetGuard.ts';

export interface OutboundRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body?: string | Uint8Array | undefined;
  readonly signal: AbortSignal;
  /** Absent for addresses that come from the installation's own settings. */
  readonly guard?: TargetGuard | undefined;
}

export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The beginning of the body, as text. */
  readonly text: string;
}

const MOST_ANSWER_BYTES = 16_384;

/**
 * One request to somewhere outside: no redirect is followed (it could lead anywhere), no compression asked for, the answer
 * bounded, no connection kept. Rejects when there is no answer, with TargetForbidden when there must be none.
 */
export async function sendOutbound(outbound: OutboundRequest): Promise<OutboundAnswer> {
  const { method, url, headers, body, signal, guard } = outbound;
  guard?.check(url.hostname);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  return await new Promise((resolve, reject) => {
    const request = send(url, {
      method,
      agent: false,
      signal,
      headers: { 'user-agent': 'Lastmile', ...headers, ...length, 'accept-encoding': 'identity', connection: 'close' },
      ...(guard ? { lookup: guard.lookup } : {}),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      const done = (): void => {
        const text = Buffer.concat(parts).subarray(0, MOST_ANSWER_BYTES).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      };
      response.on('data', (part: Buffer) => {
        parts.push(part);
        bytes += part.byteLength;
        if (bytes < MOST_ANSWER_BYTES) return;
        done();
        response.destroy();
      });
      response.on('end', done);
      response.on('error', reject);
    });
    request.end(body);
  });
}

/** What went wrong before there was an answer, for the person who looks at the notice. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'No answer in time.';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === 'ENOTFOUND') return 'The name of the host is not known.';
  if (code === 'ECONNREFUSED') return 'The host refuses the connection.';
  return code === undefined || error.message.includes(code) ? error.message : `${code}: ${error.message}`;
}
