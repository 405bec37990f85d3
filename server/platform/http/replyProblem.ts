import type { Refusal } from '#shared/wire/reply.ts';
import { systemRefusals } from '#shared/wire/systemRefusals.ts';
import { HttpProblem } from './problem.ts';

const statuses: Readonly<Record<string, number>> = {
  'command/malformed': 400,
  'command/not-permitted': 403,
  'command/unknown-kind': 404,
  'command/timeout': 504,
  'actor/not-found': 404,
  'approval/own-request': 403,
  'approval/not-yours': 403,
  'approval/beyond-own-rights': 403,
  'approval/reason-needed': 422,
};

/** A command's refusal as the answer to the request that led to it: 409 unless its code says more, 503 where trying again helps. */
export function replyProblem({ code, message }: Refusal): HttpProblem {
  const retry = code in systemRefusals && systemRefusals[code as keyof typeof systemRefusals].retry;
  const status = statuses[code] ?? (retry ? 503 : 409);
  return new HttpProblem(status, code, message, retry ? { retryAfterMs: 2_000 } : {});
}
