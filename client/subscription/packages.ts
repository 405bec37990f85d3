import { z } from 'zod';
import { PackageRecord } from '#shared/package/registration.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';

/** The company's packages, archived ones too; none for whoever may not see them. */
export function createPackages(): () => readonly PackageRecord[] {
  if (!useSession().permissions.includes('package.view')) return () => [];
  const packages = createFetched((signal) => getJson('/api/packages', z.array(PackageRecord), { signal }));
  return () => packages.data() ?? [];
}
