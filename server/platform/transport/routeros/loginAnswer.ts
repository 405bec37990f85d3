import { createHash } from 'node:crypto';

/**
 * The answer to the challenge of the login before version 6.43: MD5 over a zero octet, the password and the challenge.
 * `challenge` is hexadecimal, as the router gave it.
 */
export function loginAnswer(password: string, challenge: string): string {
  const digest = createHash('md5')
    .update(Buffer.of(0))
    .update(password, 'utf8')
    .update(Buffer.from(challenge, 'hex'))
    .digest('hex');
  return `00${digest}`;
}
