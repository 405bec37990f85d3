import { expect, test } from 'vitest';
import { namedRefusal } from '#server/platform/actors/namedRefusal.ts';

const amina = '11111111-1111-4111-8111-111111111111';
const refused = { ok: false, code: 'alarm/claimed-by-other', message: 'Somebody else has claimed it.' } as const;
const names = () => Promise.resolve({ userName: (id: string) => (id === amina ? 'Amina' : undefined) });

test('a refusal that names a person by id names them by name as well', async () => {
  expect(await namedRefusal({ ...refused, details: { by: amina, at: 5 } }, names)).toEqual({
    ...refused,
    details: { by: amina, at: 5, byName: 'Amina' },
  });
});

test.for([
  { what: 'an answer that is no refusal', reply: { ok: true, version: 1 } },
  { what: 'a refusal without a person', reply: refused },
  { what: 'a person nobody knows', reply: { ...refused, details: { by: '22222222-2222-4222-8222-222222222222' } } },
] as const)('$what stays as it is', async ({ reply }) => {
  expect(await namedRefusal(reply, names)).toEqual(reply);
});

test('an answer is given also while names can not be read', async () => {
  const reply = { ...refused, details: { by: amina, at: 5 } };
  expect(await namedRefusal(reply, () => Promise.reject(new Error('no database')))).toEqual(reply);
});
