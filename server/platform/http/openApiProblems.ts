const media = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** {@link import('./problem.ts').ProblemDetails} as JSON Schema. */
export const problemSchema = {
  type: 'object' as const,
  description: 'Why a request was not answered as asked (RFC 9457).',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string' as const, const: 'about:blank' },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const, description: 'For the person who asked.' },
    code: { type: 'string' as const, description: 'For programs: `noun/what`.' },
    requestId: { type: 'string' as const, description: 'Leads to the lines of the log.' },
    errors: {
      type: 'array' as const,
      description: 'Which members of the request were wrong.',
      items: {
        type: 'object' as const,
        required: ['path', 'message'],
        properties: { path: { type: 'string' as const }, message: { type: 'string' as const } },
      },
    },
  },
};

/** Adds to the declared answers of a route the problems it may answer with; one without declared answer says 204. */
export function responsesWithProblems(
  declared: unknown,
  route: { readonly guarded: boolean; readonly hasInput: boolean },
): Record<string, unknown> {
  const answers: Record<string, unknown> = { ...(typeof declared === 'object' ? declared : {}) };
  if (!Object.keys(answers).some((status) => status.startsWith('2'))) {
    answers['204'] = { type: 'null', description: 'Done.' };
  }
  const problem = (description: string): object => ({ description, content: media });
  return {
    ...answers,
    ...(route.hasInput ? { 400: problem('The request is not understood; see `errors`.') } : {}),
    ...(route.guarded ? { 401: problem('Nobody is logged in.'), 403: problem('Not permitted.') } : {}),
    429: problem('Too many requests; `retry-after` says when to come again.'),
    503: problem('The database does not answer; `retry-after` says when to come again.'),
    default: problem('Any other refusal; `code` says which.'),
  };
}
