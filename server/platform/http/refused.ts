import { HttpProblem } from './problem.ts';

/** A refusal from a noun's table of them, which the screens have in their languages. */
export function refused<Code extends string>(
  refusals: Readonly<Record<Code, string>>,
  status: number,
  code: NoInfer<Code>,
): HttpProblem {
  return new HttpProblem(status, code, refusals[code]);
}
