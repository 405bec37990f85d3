import { type PackageRefusalCode, packageRefusals } from '#shared/package/errors.ts';
import { constraintOf } from '../platform/db/constraintOf.ts';
import { HttpProblem, type ProblemOptions } from '../platform/http/problem.ts';

const statuses: Readonly<Record<PackageRefusalCode, number>> = {
  'package/not-found': 404,
  'package/name-taken': 409,
  'package/pool-not-found': 400,
  'package/pool-of-other-family': 400,
  'package/not-sound': 400,
  'package/lacking-on-routers': 409,
  'package/in-use': 409,
  'package/changed-meanwhile': 409,
  'package/archived': 409,
  'package/not-archived': 409,
};

/** Answered to whoever asked, with the words of the contract. */
export function packageRefusal(code: PackageRefusalCode, options?: ProblemOptions): HttpProblem {
  return new HttpProblem(statuses[code], code, packageRefusals[code], options);
}

/** Runs `work`; what the database refuses is answered as the refusal it is. */
export async function answerPackageRefusals<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (constraintOf(error) === 'package_name_taken') throw packageRefusal('package/name-taken', { cause: error });
    throw error;
  }
}
