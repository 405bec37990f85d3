import { expect, test } from 'vitest';
import { readSessionBack } from '#server/radius/incoming/readSessionBack.ts';
import { SessionChange } from '#server/radius/incoming/sessionChange.ts';
import { TenantId } from '#shared/values/ids.ts';
import { SimulatedTime } from '../../support/simulatedTime.ts';

const tenant = TenantId.parse('0192a0c4-7e1a-7000-8000-000000000001');

test.each([
  ['in', ['10.0.0.9'], 'same'],
  ['in', ['10.0.0.8'], 'differs'],
  ['out', ['10.0.0.8'], 'unread'],
  ['out', ['10.0.0.9'], 'differs'],
  ['in', undefined, 'differs'],
  ['out', undefined, 'unread'],
] as const)('a line that has to be %s, with %j in the garden, is %s', async (garden, members, expected) => {
  const change = SessionChange.parse({
    nasId: '0192a0c4-7e1a-7000-8000-000000000002',
    ...{ acctSessionId: '81a00001', startedAt: 1, ipv4: '10.0.0.9', subscriptionId: 's', version: 2, why: '' },
    garden,
  });
  const parts = {
    clock: new SimulatedTime(),
    nas: { sessionRates: () => Promise.reject(new Error('not asked')) },
    garden: {
      look: () =>
        members
          ? Promise.resolve({ members: new Set<string>(members), removed: 3 })
          : Promise.reject(new Error('lost')),
    },
  };
  const seen = await readSessionBack(parts, tenant, change, new AbortController().signal);
  expect(seen.result).toBe(expected);
});
