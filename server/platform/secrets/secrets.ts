import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { TenantId } from '#shared/values/ids.ts';
import type { Keyring, SecretKey } from './keyring.ts';

/** What stands in the database can not be decrypted: another tenant's, another purpose's, changed, or of a lost key. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';
}

/**
 * Secrets that the product must be able to read again (passwords of devices, authenticator apps), for storing in a bytea
 * column: AES-256-GCM under a key outside the database. `purpose` says what it is (`totp`, `nas.password` …): a secret
 * copied into another column or another tenant's row does not decrypt.
 */
export interface Secrets {
  encrypt(tenant: TenantId, purpose: string, plaintext: string): Buffer;
  /** Throws {@link SecretUnreadable}. */
  decrypt(tenant: TenantId, purpose: string, sealed: Uint8Array): string;
}

/** format (1) · key id (8) · nonce (12) · tag (16) · ciphertext */
const FORMAT = 1;
const ID_AT = 1;
const NONCE_AT = 9;
const TAG_AT = 21;
const TEXT_AT = 37;

export function createSecrets(keyring: Keyring): Secrets {
  const [current] = keyring;
  return {
    encrypt(tenant, purpose, plaintext) {
      // 96 random bits: safe for 2^32 secrets under one key (NIST SP 800-38D §8.3).
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(contextOf(tenant, purpose));
      const text = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(FORMAT), current.id, nonce, cipher.getAuthTag(), text]);
    },
    decrypt(tenant, purpose, sealed) {
      const bytes = Buffer.from(sealed);
      const { key } = keyFor(keyring, bytes);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(NONCE_AT, TAG_AT), { authTagLength: 16 });
        decipher.setAAD(contextOf(tenant, purpose)).setAuthTag(bytes.subarray(TAG_AT, TEXT_AT));
        return Buffer.concat([decipher.update(bytes.subarray(TEXT_AT)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new SecretUnreadable(`a stored secret (${purpose}) is not what was encrypted`, { cause });
      }
    },
  };
}

function keyFor(keyring: Keyring, bytes: Buffer): SecretKey {
  const id = bytes.subarray(ID_AT, NONCE_AT);
  const found = bytes.length >= TEXT_AT && bytes[0] === FORMAT ? keyring.find((key) => key.id.equals(id)) : undefined;
  if (found) return found;
  throw new SecretUnreadable(`a stored secret was encrypted with key ${id.toString('hex')}, which this node lacks`);
}

function contextOf(tenant: TenantId, purpose: string): Buffer {
  return Buffer.from(`${tenant} ${purpose}`);
}
