import { type AuthRefusalCode, authRefusals } from '#shared/auth/errors.ts';
import { HttpProblem, type ProblemOptions } from '../http/problem.ts';

const statuses: Record<AuthRefusalCode, number> = {
  'login/refused': 401,
  'login/locked': 429,
  'login/busy': 503,
  'login/step-over': 401,
  'login/code-wrong': 401,
  'login/passkey-refused': 401,
  'session/required': 401,
  'session/csrf': 403,
  'session/step-up-required': 403,
  'session/step-up-refused': 403,
  'session/not-found': 404,
  'session/person-required': 403,
  'totp/none-begun': 409,
  'totp/already-on': 409,
  'totp/not-on': 409,
  'factor/required': 409,
  'passkey/refused': 400,
  'passkey/needs-host-name': 409,
  'passkey/not-found': 404,
  'passkey/too-many': 409,
  'passkey/challenge-over': 409,
  'token/not-found': 404,
  'token/beyond-own': 403,
  'token/too-many': 409,
  'token/expiry-past': 400,
  'token/branch-not-found': 404,
  'wall/link-invalid': 403,
};

/** To be thrown: also out of a transaction, which it rolls back. */
export function authProblem(code: AuthRefusalCode, options?: ProblemOptions): HttpProblem {
  return new HttpProblem(statuses[code], code, authRefusals[code], options);
}
