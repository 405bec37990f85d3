import { accountingStoreCases } from './accountingStoreCases.ts';
import { alarmStoreCases } from './alarmStoreCases.ts';
import { authStoreCases } from './authStoreCases.ts';
import { brakeStoreCases } from './brakeStoreCases.ts';
import { bulkStoreCases } from './bulkStoreCases.ts';
import { customerStoreCases } from './customerStoreCases.ts';
import { demoStoreCases } from './demoStoreCases.ts';
import { identityStoreCases } from './identityStoreCases.ts';
import { nasStoreCases } from './nasStoreCases.ts';
import { onCallStoreCases } from './onCallStoreCases.ts';
import { platformStoreCases } from './platformStoreCases.ts';
import { sampleStoreCases } from './sampleStoreCases.ts';
import type { StoreCase } from './storeCase.ts';
import { subscriptionStoreCases } from './subscriptionStoreCases.ts';
import { tenantStoreCases } from './tenantStoreCases.ts';
import { voucherStoreCases } from './voucherStoreCases.ts';

/** One line per function of every store, by feature; test/db/tenancy.pg.test.ts fails when one is missing. */
export const storeCases: Readonly<Record<string, StoreCase>> = {
  ...accountingStoreCases,
  ...alarmStoreCases,
  ...authStoreCases,
  ...brakeStoreCases,
  ...bulkStoreCases,
  ...customerStoreCases,
  ...demoStoreCases,
  ...identityStoreCases,
  ...nasStoreCases,
  ...onCallStoreCases,
  ...platformStoreCases,
  ...sampleStoreCases,
  ...subscriptionStoreCases,
  ...tenantStoreCases,
  ...voucherStoreCases,
};
