import { z } from 'zod';
import { PackageRecord } from '#shared/package/registration.ts';
import { createBranches } from '../branch/branches.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import type { Option } from '../ui/form/option.ts';

/** Packages and branches to choose from; those that are archived are not. */
export function createChoices(): { packages(): readonly Option[]; branches(): readonly Option[] } {
  const packages = createFetched((signal) => getJson('/api/packages', z.array(PackageRecord), { signal }));
  const branches = createBranches();
  return {
    packages: () =>
      (packages.data() ?? [])
        .filter(({ archivedAt }) => archivedAt === null)
        .map(({ id, name }) => ({ value: id, label: name })),
    branches: () =>
      (branches.data() ?? [])
        .filter(({ archivedAt }) => archivedAt === undefined)
        .map(({ id, name }) => ({ value: id, label: name })),
  };
}
