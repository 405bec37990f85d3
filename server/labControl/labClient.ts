import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/** The lab's control interface on loopback. */
export interface LabClient {
  /** Both throw LabError. */
  get(path: string): Promise<unknown>;
  post(path: string, body: object): Promise<unknown>;
}

/** The lab did not answer, or not with success. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

const ANSWER_WITHIN_MS = 5_000;

export function createLabClient(port: number): LabClient {
  const send = (method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const failed = (cause: unknown): void =>
        reject(new LabError(`the lab did not answer ${method} ${path}`, { cause }));
      const outgoing = request(
        {
          host: '127.0.0.1',
          port,
          method,
          path,
          headers: { 'content-type': 'application/json', 'accept-encoding': 'identity' },
          timeout: ANSWER_WITHIN_MS,
        },
        (incoming) => {
          text(incoming)
            .then((answer) => {
              if (incoming.statusCode === undefined || incoming.statusCode >= 300) {
                reject(
                  new LabError(
                    `the lab answered ${method} ${path} with ${incoming.statusCode}: ${answer.slice(0, 300)}`,
                  ),
                );
              } else resolve(answer === '' ? undefined : JSON.parse(answer));
            })
            .catch(failed);
        },
      );
      outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)));
      outgoing.once('error', failed);
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
  };
}
