import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** 256 random bits in base64url; only the browser's cookie holds them. */
export const SessionToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .brand<'SessionToken'>();
export type SessionToken = z.infer<typeof SessionToken>;

export function newSessionToken(): SessionToken {
  return SessionToken.parse(randomBytes(32).toString('base64url'));
}

/** What the table holds instead of the token. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * The session's CSRF token: derived, so that it need not be stored, and one way, so that a page that shows it does not
 * show the session.
 */
export function csrfTokenOf(token: SessionToken): string {
  return createHash('sha256').update(`csrf:${token}`).digest('base64url');
}

export function isCsrfToken(given: string | undefined, token: SessionToken): boolean {
  if (given === undefined) return false;
  const expected = Buffer.from(csrfTokenOf(token));
  const presented = Buffer.from(given);
  return presented.length === expected.length && timingSafeEqual(presented, expected);
}
