import { type IpPoolRefusalCode, ipPoolRefusals } from '#shared/ipPool/errors.ts';
import { constraintOf } from '../platform/db/constraintOf.ts';
import { HttpProblem, type ProblemOptions } from '../platform/http/problem.ts';

const statuses: Readonly<Record<IpPoolRefusalCode, number>> = {
  'ipPool/not-found': 404,
  'ipPool/name-taken': 409,
  'ipPool/overlap': 409,
  'ipPool/nas-not-found': 400,
  'ipPool/not-sound': 400,
  'ipPool/in-use': 409,
  'ipPool/changed-meanwhile': 409,
  'ipPool/archived': 409,
  'ipPool/not-archived': 409,
};

const constraints: Readonly<Record<string, IpPoolRefusalCode>> = {
  ip_pool_name_taken: 'ipPool/name-taken',
  ip_pool_overlap: 'ipPool/overlap',
  ip_pool_nas_tenant_id_nas_id_fkey: 'ipPool/nas-not-found',
};

/** Answered to whoever asked, with the words of the contract. */
export function ipPoolRefusal(code: IpPoolRefusalCode, options?: ProblemOptions): HttpProblem {
  return new HttpProblem(statuses[code], code, ipPoolRefusals[code], options);
}

/** Runs `work`; what the database refuses is answered as the refusal it is. */
export async function answerIpPoolRefusals<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = constraints[constraintOf(error) ?? ''];
    throw code === undefined ? error : ipPoolRefusal(code, { cause: error });
  }
}
