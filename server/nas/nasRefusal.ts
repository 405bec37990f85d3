import { nasRefusals, type NasRefusalCode } from '#shared/nas/errors.ts';
import { HttpProblem } from '../platform/http/problem.ts';

const statuses: Readonly<Record<NasRefusalCode, number>> = {
  'nas/not-found': 404,
  'nas/branch-not-found': 400,
  'nas/vendor-unknown': 400,
  'nas/name-taken': 409,
  'nas/address-taken': 409,
  'nas/source-taken': 409,
  'nas/tunnel-taken': 409,
  'nas/not-attributable': 400,
  'nas/changed-meanwhile': 409,
  'nas/password-missing': 400,
  'nas/archived': 409,
  'nas/not-archived': 409,
  'nas/no-session': 409,
  'nas/not-connected': 409,
  'nas/address-unknown': 409,
  'nas/no-answer': 502,
  'nas/secrets-limit': 403,
  'nas/backup-not-found': 404,
  'nas/company-wide': 403,
  'nas/backup-failed': 502,
  'nas/busy': 503,
};

/** Answered to whoever asked, with the words of the contract. */
export function nasRefusal(code: NasRefusalCode, cause?: unknown): HttpProblem {
  return new HttpProblem(statuses[code], code, nasRefusals[code], cause === undefined ? {} : { cause });
}

const constraints: Readonly<Record<string, NasRefusalCode>> = {
  nas_name_taken: 'nas/name-taken',
  nas_address_taken: 'nas/address-taken',
  nas_tunnel_taken: 'nas/tunnel-taken',
  nas_source_taken: 'nas/source-taken',
  nas_tenant_id_branch_id_fkey: 'nas/branch-not-found',
};

/** Runs `work`; a claim that another router holds is answered as the refusal it is. */
export async function answerNasRefusals<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = constraints[constraintOf(error) ?? ''];
    throw code === undefined ? error : nasRefusal(code, error);
  }
}

function constraintOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined;
  if ('constraint' in error && typeof error.constraint === 'string') return error.constraint;
  return constraintOf(error.cause, depth + 1);
}
