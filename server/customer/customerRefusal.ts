import { type CustomerRefusalCode, customerRefusals } from '#shared/customer/errors.ts';
import { constraintOf } from '../platform/db/constraintOf.ts';
import { HttpProblem, type ProblemOptions } from '../platform/http/problem.ts';

const statuses: Readonly<Record<CustomerRefusalCode, number>> = {
  'customer/not-found': 404,
  'customer/branch-not-found': 400,
  'customer/code-taken': 409,
  'customer/changed-meanwhile': 409,
  'customer/archived': 409,
  'customer/not-archived': 409,
  'customer/in-service': 409,
  'customer/phone-not-understood': 400,
  'customer/document-not-found': 404,
  'customer/document-type': 415,
  'customer/document-empty': 400,
  'customer/document-too-large': 413,
  'customer/too-many-documents': 409,
};

/** Answered to whoever asked, with the words of the contract. */
export function customerRefusal(code: CustomerRefusalCode, options?: ProblemOptions): HttpProblem {
  return new HttpProblem(statuses[code], code, customerRefusals[code], options);
}

/** Runs `work`; what the database refuses is answered as the refusal it is. */
export async function answerCustomerRefusals<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (constraintOf(error) === 'customer_code_taken') throw customerRefusal('customer/code-taken', { cause: error });
    throw error;
  }
}
