import { expect, test } from 'vitest';
import { SHARDS, shardOf } from '#actors/system/shard.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';

const kenya = TenantId.parse('0b1f6f5e-2f57-4a52-9a3c-5a0f2d3c4b10');
const bangladesh = TenantId.parse('c0ffee00-1234-4abc-8def-0123456789ab');
const id = (n: number): ActorId => ActorId.parse(`018f4e2a-7b1c-7000-8000-${n.toString(16).padStart(12, '0')}`);

// Rows of deadline and shard_lease hold these numbers: if one of them changes, deadlines on disk wait for nobody.
test.for([
  [kenya, 'alarm', 1, 112],
  [kenya, 'alarm', 2, 41],
  [bangladesh, 'alarm', 1, 88],
  [kenya, 'ticket', 1, 83],
  [bangladesh, 'subscription', 500_000, 82],
] as const)('%s/%s/%s is in shard %s for ever', ([tenant, kind, n, shard]) => {
  expect(shardOf({ tenant, kind, id: id(n) })).toBe(shard);
});

test('shards get even shares of consecutive ids', () => {
  const counts = new Array<number>(SHARDS).fill(0);
  const actors = 100_000;
  for (let n = 0; n < actors; n++) counts[shardOf({ tenant: kenya, kind: 'alarm', id: id(n) })]! += 1;
  const even = actors / SHARDS;
  expect(Math.min(...counts)).toBeGreaterThan(even * 0.7);
  expect(Math.max(...counts)).toBeLessThan(even * 1.3);
});
