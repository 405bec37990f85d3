import { NAS } from '#actors/nas/nasActor.ts';
import { demoRouters } from '#shared/lab/demoRouters.ts';
import { IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { FeatureContext } from '../platform/feature.ts';
import type { DemoPopulationParts } from './demoPopulationFeature.ts';
import { findPerson, routersByName } from './demoPopulationStore.ts';

/** One is left as it came from its box, so that there is one to set up. */
const LEFT_ALONE = 'NAS-BAMBURI';

/**
 * Has the lab's routers set up for RADIUS as staff would: the lab forgets with every start what was written to them. The
 * intents wait until their router is connected.
 */
export async function setUpRouters(
  { database, host }: FeatureContext,
  { intents, ownerOf }: DemoPopulationParts,
  tenant: TenantId,
  slug: string,
): Promise<void> {
  const names = demoRouters.flatMap(({ tenantSlug, routerName }) => (tenantSlug === slug ? [routerName] : []));
  const { owner, routers } = await database.tenantTx(tenant, async (tx) => ({
    owner: await findPerson(tx, ownerOf(slug) ?? ''),
    routers: await routersByName(tx, names),
  }));
  if (!owner) return;
  for (const { id, name } of routers) {
    if (name === LEFT_ALONE) continue;
    await intents.request({
      tenant,
      device: { kind: NAS, id },
      act: 'nas.applyOnboarding',
      input: {},
      reason: 'Set up for the demonstration',
      caller: { kind: 'user', userId: owner.id, branches: 'all' },
      key: IdempotencyKey.parse(`demo-set-up-${host.newId()}`),
    });
  }
}
