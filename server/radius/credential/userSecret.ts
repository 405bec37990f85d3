import { ntPasswordHash } from './ntPasswordHash.ts';

/** What is known of a user's password: in clear, or only as NT hash, with which CHAP and EAP-MD5 cannot work. */
export type UserSecret =
  | { readonly password: string; readonly ntHash?: Uint8Array }
  | { readonly password?: undefined; readonly ntHash: Uint8Array };

export function ntHashOf(secret: UserSecret): Uint8Array {
  if (secret.password === undefined) return secret.ntHash;
  return secret.ntHash ?? ntPasswordHash(secret.password);
}
