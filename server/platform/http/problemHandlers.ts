import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { RepeatingLog } from '../log/repeatingLog.ts';
import { HttpProblem, type ProblemDetails } from './problem.ts';

type Described = Pick<ProblemDetails, 'status' | 'code' | 'detail' | 'errors'>;

/** Finds the answer to an error that is not the asker's fault but expected, such as a lost database. */
export type ProblemFinder = (error: unknown) => HttpProblem | undefined;

export type ErrorHandler = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** Turns whatever a route threw into problem details; what nobody expected is logged and answered without particulars. */
export function createErrorHandler(repeatingLog: RepeatingLog, findProblem: ProblemFinder): ErrorHandler {
  return (error, request, reply) => {
    const problem = error instanceof HttpProblem ? error : findProblem(error);
    const described = problem ? describeProblem(problem) : describe(error);
    if (problem?.retryAfterMs !== undefined) void reply.header('retry-after', Math.ceil(problem.retryAfterMs / 1_000));
    if (described.status >= 500) {
      const route = request.routeOptions.url ?? 'unknown';
      const fields = { err: error, method: request.method, route, status: described.status };
      repeatingLog.report(`http ${route} ${described.code}`, 'error', fields, 'request failed');
    }
    return sendProblem(request, reply, described);
  };
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, described: Described): FastifyReply {
  const { status, code, detail, errors } = described;
  const problem: ProblemDetails = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    ...(detail === undefined ? {} : { detail }),
    code,
    requestId: request.id,
    ...(errors === undefined ? {} : { errors }),
  };
  return reply
    .code(status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem);
}

function describeProblem({ status, code, message, errors }: HttpProblem): Described {
  return { status, code, detail: message, ...(errors === undefined ? {} : { errors }) };
}

function describe(error: unknown): Described {
  if (hasZodFastifySchemaValidationErrors(error)) return describeInvalid(error.validation);
  const status = isFastifyError(error) ? (error.statusCode ?? 500) : 500;
  if (status < 400 || status >= 500 || !isFastifyError(error)) {
    return { status: 500, code: 'server/failed', detail: 'The server failed. The request id leads to its log line.' };
  }
  return { status, code: status === 429 ? 'request/too-many' : 'request/invalid', detail: error.message };
}

function describeInvalid(issues: readonly { instancePath: string; message?: string }[]): Described {
  return {
    status: 400,
    code: 'request/invalid',
    detail: 'The request is not understood.',
    errors: issues.map((issue) => ({ path: issue.instancePath, message: issue.message ?? 'invalid' })),
  };
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
}
