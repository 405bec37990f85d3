import fc from 'fast-check';
import { expect, test } from 'vitest';
import { templateKeyIn, templateText, type TemplateKey } from '#server/radius/feed/replyKey.ts';
import { AccessType } from '#shared/package/values.ts';
import { ActorId } from '#shared/values/ids.ts';

const base = fc.record({
  packageId: fc.uuid().map((id) => ActorId.parse(id)),
  accessType: fc.constantFrom(...AccessType.options),
});
const key: fc.Arbitrary<TemplateKey> = fc
  .tuple(
    base,
    fc.oneof(
      fc.constant({ tier: 'full' as const, garden: true }),
      fc.record({ tier: fc.constantFrom('full' as const, 'fup' as const), garden: fc.constant(false) }),
      fc.record({ tier: fc.constant('full' as const), garden: fc.constant(false), profile: fc.nat(11) }),
      fc.record({
        tier: fc.constant('full' as const),
        garden: fc.constant(false),
        override: fc.record({ downBps: fc.nat(), upBps: fc.nat() }),
      }),
    ),
  )
  .map(([some, rest]) => ({ ...some, ...rest }));

test('a key is read again from its text', () => {
  fc.assert(
    fc.property(key, (one) => {
      expect(templateKeyIn(templateText(one))).toEqual(one);
    }),
  );
});

test('any other text is no key', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(templateKeyIn(text)).toBeUndefined();
    }),
  );
});
