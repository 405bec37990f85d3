import { expect, test } from 'vitest';
import { namedRefusal } from '#server/platform/actors/namedRefusal.ts';

const amina = '11111111-1111-4111-8111-111111111111';
const refused = { ok: false, code: 'alarm/claimed-by-other', message: 'Somebody else has claimed it.' } as const;
const nameOf = (id: string): string | undefined => (id === amina ? 'Amina' : undefined);

test('a refusal that names a person by id names them by name as well', () => {
  expect(namedRefusal({ ...refused, details: { by: amina, at: 5 } }, nameOf)).toEqual({
    ...refused,
    details: { by: amina, at: 5, byName: 'Amina' },
  });
});

test.for([
  { what: 'an answer that is no refusal', reply: { ok: true, version: 1 } },
  { what: 'a refusal without a person', reply: refused },
  { what: 'a person nobody knows', reply: { ...refused, details: { by: '22222222-2222-4222-8222-222222222222' } } },
] as const)('$what stays as it is', ({ reply }) => {
  expect(namedRefusal(reply, nameOf)).toEqual(reply);
});
