import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

const argon2Async = promisify(argon2);

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane; about 27 ms here. */
const parameters = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const saltBytes = 16;
const tagBytes = 32;

/** What a stored hash may ask for; a hash from elsewhere must not be able to occupy the machine. */
const StoredHash = z
  .string()
  .regex(/^\$argon2id\$v=19\$m=\d{1,6},t=\d{1,2},p=\d\$[A-Za-z0-9+/]{11,88}\$[A-Za-z0-9+/]{22,88}$/)
  .transform((text) => {
    const [, , , costs = '', salt = '', tag = ''] = text.split('$');
    const [memory = 0, passes = 0, parallelism = 0] = costs.split(',').map((cost) => Number(cost.slice(2)));
    return { memory, passes, parallelism, nonce: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') };
  })
  .refine(
    ({ memory, passes, parallelism }) =>
      memory >= 8 && memory <= 262_144 && passes >= 1 && passes <= 10 && parallelism >= 1,
  );

/** The hash in PHC string format, with a salt of its own. Works in the thread pool. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(saltBytes);
  const tag = await argon2Async('argon2id', {
    ...parameters,
    message: password.normalize('NFC'),
    nonce,
    tagLength: tagBytes,
  });
  const { memory, passes, parallelism } = parameters;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`;
}

/** Whether `password` made `stored`. Throws ZodError for a stored text that is no argon2id hash. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const { tag, ...costs } = StoredHash.parse(stored);
  const found = await argon2Async('argon2id', { ...costs, message: password.normalize('NFC'), tagLength: tag.length });
  return timingSafeEqual(found, tag);
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
