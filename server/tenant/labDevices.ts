import { isIP } from 'node:net';
import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import type { Database } from '../platform/db/database.ts';
import { upsertAlarmSource } from './alarmSourceStore.ts';
import { findTenant } from './tenantStore.ts';

/** What the lab's control port answers to `GET /devices`. */
export const LabDevices = z
  .array(
    z.object({
      tenantSlug: z.string(),
      branchName: z.string(),
      name: z.string().min(1).max(200),
      address: z.string().refine((address) => isIP(address) !== 0, 'Not an address.'),
      /** The HOSTNAME field of its syslog messages (RFC 5424 §6.2.4). */
      hostname: z.string().regex(/^[\x21-\x7e]{1,255}$/),
    }),
  )
  .max(10_000);
export type LabDevices = z.infer<typeof LabDevices>;

/** The lab speaks of a company or branch that does not exist here. */
export class UnknownLabPlace extends Error {
  override readonly name = 'UnknownLabPlace';
}

/** Makes the lab's devices known as alarm sources, so that their reports find their company. Answers how many are new or changed. */
export async function registerLabDevices(database: Database, clock: Clock, devices: LabDevices): Promise<number> {
  let written = 0;
  for (const [slug, ofTenant] of Map.groupBy(devices, ({ tenantSlug }) => tenantSlug)) {
    const tenant = await database.systemTx((tx) => findTenant(tx, slug));
    if (tenant === undefined) throw new UnknownLabPlace(`the lab has devices of ${slug}, which is no company here`);
    written += await database.tenantTx(tenant, async (tx) => {
      let count = 0;
      for (const device of ofTenant) {
        const outcome = await upsertAlarmSource(tx, device, clock.now());
        if (outcome === 'no-branch')
          throw new UnknownLabPlace(`the lab has a device in ${device.branchName}, which is no branch of ${slug}`);
        if (outcome === 'written') count += 1;
      }
      return count;
    });
  }
  return written;
}
