import { z } from 'zod';
import { Instant } from '../values/time.ts';
import { PasskeyAssertion } from './passkey.ts';
import { FactorCode } from './secondFactor.ts';

/**
 * `POST /api/session/step-up`: proves again who sits there, before something that matters. A route that needs it answers
 * 403 `session/step-up-required`. The password, a code, or a passkey will do; it holds for five minutes. For a passkey ask `POST /api/session/step-up/passkey` for its options first.
 */
export const StepUp = z.union([
  z.object({ password: z.string().min(1).max(200) }),
  FactorCode,
  z.object({ response: PasskeyAssertion }),
]);
export type StepUp = z.infer<typeof StepUp>;

export const SteppedUp = z.object({ until: Instant });
export type SteppedUp = z.infer<typeof SteppedUp>;
