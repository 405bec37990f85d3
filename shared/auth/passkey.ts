import { z } from 'zod';
import { PasskeyName } from './secondFactor.ts';

const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(16_384);
const extensionResults = z.record(z.string(), z.json()).default({});
const attachment = z.enum(['platform', 'cross-platform']).optional();
const transports = z.array(z.string().max(40)).max(10).optional();

/**
 * WebAuthn options as JSON (WebAuthn Level 3 §5.1.8 and §5.1.9): what `PublicKeyCredential.parse…OptionsFromJSON` or
 * @simplewebauthn/browser take.
 */
export const PasskeyOptions = z.record(z.string(), z.json());
export type PasskeyOptions = z.infer<typeof PasskeyOptions>;

/** RegistrationResponseJSON. */
export const PasskeyRegistration = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({ clientDataJSON: base64url, attestationObject: base64url, transports }),
  clientExtensionResults: extensionResults,
  authenticatorAttachment: attachment,
});
export type PasskeyRegistration = z.infer<typeof PasskeyRegistration>;

/** AuthenticationResponseJSON. */
export const PasskeyAssertion = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
  clientExtensionResults: extensionResults,
  authenticatorAttachment: attachment,
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

/** `POST /api/session/passkeys` */
export const AddPasskey = z.object({ name: PasskeyName, response: PasskeyRegistration });
export type AddPasskey = z.infer<typeof AddPasskey>;

/** `PUT /api/session/passkeys/:id` */
export const RenamePasskey = z.object({ name: PasskeyName });
export type RenamePasskey = z.infer<typeof RenamePasskey>;

/** `POST /api/login/passkey` */
export const PasskeyLogin = z.object({ response: PasskeyAssertion });
export type PasskeyLogin = z.infer<typeof PasskeyLogin>;
