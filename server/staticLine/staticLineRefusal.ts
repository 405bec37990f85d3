import { type StaticLineRefusalCode, staticLineRefusals } from '#shared/staticLine/errors.ts';
import { HttpProblem, type ProblemOptions } from '../platform/http/problem.ts';

const statuses: Readonly<Record<StaticLineRefusalCode, number>> = {
  'staticLine/not-found': 404,
  'staticLine/not-static': 409,
  'staticLine/no-address': 409,
  'staticLine/left': 409,
  'staticLine/router-not-found': 404,
  'staticLine/router-lacks': 409,
  'staticLine/not-placed': 409,
  'staticLine/no-drift': 409,
};

/** Answered to whoever asked, with the words of the contract. */
export function staticLineRefusal(code: StaticLineRefusalCode, options?: ProblemOptions): HttpProblem {
  return new HttpProblem(statuses[code], code, staticLineRefusals[code], options);
}
