import { expect, test } from 'vitest';
import { z } from 'zod';
import { startProduct, type Product } from '../support/product.ts';
import { withProductDatabase } from '../support/productDatabase.ts';
import { DeviceTruthSchema } from './labClient.ts';

const Standing = z.array(z.object({ slug: z.string(), source: z.string(), cause: z.string(), severity: z.string() }));

const control = async (product: Product, path: string, body?: unknown): Promise<unknown> => {
  const answer = await fetch(
    `http://127.0.0.1:${product.labPort}${path}`,
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
  );
  return await answer.json();
};

async function networkTruth(product: Product): Promise<readonly string[]> {
  const truth = DeviceTruthSchema.parse(await control(product, '/truth'));
  return truth
    .flatMap(({ tenantSlug, standing }) =>
      standing.map(({ resource, probableCause, severity }) => `${tenantSlug} ${resource} ${probableCause} ${severity}`),
    )
    .toSorted();
}

async function storedTruth(product: Product): Promise<readonly string[]> {
  return await withProductDatabase(product.dataDir, async (client) => {
    const { rows } = await client.query(
      `select slug, source, cause, severity from lastmile.alarm join lastmile.tenant using (tenant_id) where state <> 'cleared'`,
    );
    return Standing.parse(rows)
      .map(({ slug, source, cause, severity }) => `${slug} ${source} ${cause} ${severity}`)
      .toSorted();
  });
}

/** How many reports the log counts for the storm's alarms. */
async function stormRaises(product: Product): Promise<number> {
  return await withProductDatabase(product.dataDir, async (client) => {
    const { rows } = await client.query(`
      select coalesce(sum((e.data->>'occurrences')::int), 0)::int as raises
      from lastmile.event e join lastmile.alarm a on a.tenant_id = e.tenant_id and a.id = e.actor_id
      where e.type in ('alarm.raised', 'alarm.repeated') and a.text like 'No light from ONU%'`);
    return z.array(z.object({ raises: z.int() })).parse(rows)[0]!.raises;
  });
}

/** The database says what the network says; looked at again and again until they agree or the time is over. */
async function agreed(product: Product, withinMs: number): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const [network, stored] = [await networkTruth(product), await storedTruth(product)];
    if (network.join() === stored.join()) return network.length;
    if (performance.now() - begun > withinMs) expect(stored).toEqual(network);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const Storm = z.object({ reports: z.int(), raises: z.int(), clears: z.int(), done: z.boolean() });

test('after a storm, and after a kill in the middle of another, the database says what the network says', async () => {
  await using product = await startProduct();
  await control(product, '/pause', { paused: true });
  await control(product, '/calm', {});
  await control(product, '/storm', { alarms: 2_000, reports: 20_000, seconds: 3 });
  let storm = Storm.parse(await control(product, '/storm'));
  while (!storm.done) storm = Storm.parse(await control(product, '/storm'));
  expect(await agreed(product, 20_000)).toBeGreaterThan(1_000);
  // Repeats of what stands anyway change no alarm, so they may still be on their way; a reconnect repeats as well.
  await expect.poll(() => stormRaises(product), { timeout: 10_000 }).toBeGreaterThanOrEqual(storm.raises);

  // The network dies with the product and comes back knowing nothing: what stood is not sent again, and goes.
  await control(product, '/storm', { alarms: 2_000, reports: 20_000, seconds: 3 });
  await product.kill9();
  await product.start();
  await control(product, '/pause', { paused: true });
  await control(product, '/calm', {});
  expect(await agreed(product, 20_000)).toBe(0);
});
