import { z } from 'zod';
import { SessionView } from '../tenant/session.ts';
import { Instant } from '../values/time.ts';
import { RecoveryCodes } from './secondFactor.ts';

/** How a second step can be taken. `recovery`: one of the ten codes, in place of the authenticator app's. */
export const SecondStepMethod = z.enum(['totp', 'passkey', 'recovery']);
export type SecondStepMethod = z.infer<typeof SecondStepMethod>;

/**
 * What `POST /api/login` answers with status 202: the password was right, and something is still asked for.
 * `second-factor`: go on with `/api/login/code` or `/api/login/passkey`. `enrolment`: the role requires a second factor
 * and there is none; go on with `/api/login/enrolment`. A cookie of its own holds the step until `expiresAt`.
 */
export const LoginStep = z.discriminatedUnion('step', [
  z.object({ step: z.literal('second-factor'), methods: z.array(SecondStepMethod), expiresAt: Instant }),
  z.object({ step: z.literal('enrolment'), expiresAt: Instant }),
]);
export type LoginStep = z.infer<typeof LoginStep>;

/** `POST /api/login/enrolment` answers what enrolment in a session answers; `POST /api/login/enrolment/confirm` this. */
export const EnrolledLogin = z.object({ session: SessionView, ...RecoveryCodes.shape });
export type EnrolledLogin = z.infer<typeof EnrolledLogin>;
