import { RoleList, type RoleView } from '#shared/tenant/roles.ts';
import { getJson } from '../shell/api.ts';
import { createFetched, type Fetched } from '../shell/createFetched.ts';

export function createRoles(): Fetched<readonly RoleView[]> {
  return createFetched(async (signal) => (await getJson('/api/roles', RoleList, { signal })).roles);
}
