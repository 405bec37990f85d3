import { BranchList, type BranchView } from '#shared/tenant/branches.ts';
import { getJson } from '../shell/api.ts';
import { createFetched, type Fetched } from '../shell/createFetched.ts';

/** The branches one may work in, archived ones last. */
export function createBranches(): Fetched<readonly BranchView[]> {
  return createFetched(async (signal) => (await getJson('/api/branches', BranchList, { signal })).branches);
}
