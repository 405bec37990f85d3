import type { Feature, FeatureContext, ObjectKeeper, ObjectNames } from '../platform/feature.ts';
import { createAuditLog } from './auditLog.ts';
import { auditRoutes } from './auditRoutes.ts';
import { createVerifications } from './verifications.ts';

export type AuditContext = Pick<FeatureContext, 'database' | 'clock' | 'log' | 'names'>;

/** What was done and what happened, as people of the company may look it up. `features`: the others, who know names. */
export function createAuditFeature(
  { database, clock, log, names }: AuditContext,
  features: () => readonly ObjectKeeper[],
): Feature {
  const objectNames = (): Readonly<Record<string, ObjectNames>> =>
    Object.fromEntries(features().flatMap((feature) => Object.entries(feature.objectNames ?? {})));
  const verifications = createVerifications(database, clock, log);
  const auditLog = createAuditLog({ database, clock, names, objectNames });
  return {
    name: 'audit',
    routes: auditRoutes({ database, clock, auditLog, verifications }),
    stop: () => verifications.stop(),
  };
}
