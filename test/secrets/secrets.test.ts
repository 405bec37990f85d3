import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets, SecretUnreadable } from '#server/platform/secrets/secrets.ts';
import { TenantId } from '#shared/values/ids.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const key = (): string => randomBytes(32).toString('base64');
const tenant = TenantId.parse(randomUUID());

describe('a secret', () => {
  const secrets = createSecrets(loadKeyring('', [key()]));

  test('can be read again, and looks different each time', () => {
    const [one, other] = [secrets.encrypt(tenant, 'totp', 'geheim'), secrets.encrypt(tenant, 'totp', 'geheim')];
    expect(secrets.decrypt(tenant, 'totp', one)).toBe('geheim');
    expect(one.equals(other)).toBe(false);
    expect(one.includes('geheim')).toBe(false);
  });

  test('is worth nothing in another row, for another purpose, or changed in any byte', () => {
    const sealed = secrets.encrypt(tenant, 'totp', 'geheim');
    expect(() => secrets.decrypt(TenantId.parse(randomUUID()), 'totp', sealed)).toThrow(SecretUnreadable);
    expect(() => secrets.decrypt(tenant, 'nas.password', sealed)).toThrow(SecretUnreadable);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => secrets.decrypt(tenant, 'totp', changed)).toThrow(SecretUnreadable);
    }
    expect(() => secrets.decrypt(tenant, 'totp', sealed.subarray(0, 20))).toThrow(SecretUnreadable);
  });

  test('of an older key stays readable when a new one comes first', () => {
    const [older, newer] = [key(), key()];
    const sealed = createSecrets(loadKeyring('', [older])).encrypt(tenant, 'totp', 'geheim');
    expect(createSecrets(loadKeyring('', [newer, older])).decrypt(tenant, 'totp', sealed)).toBe('geheim');
    expect(() => createSecrets(loadKeyring('', [newer])).decrypt(tenant, 'totp', sealed)).toThrow(/lacks/);
  });
});

describe('the key file', () => {
  test('is made once, for the server alone', () => {
    using folder = temporaryFolder();
    const [first] = loadKeyring(folder.path, undefined);
    const [again] = loadKeyring(folder.path, undefined);
    expect(again.key.equals(first.key)).toBe(true);
    expect(statSync(join(folder.path, 'keys', 'secrets.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder.path, 'keys', 'secrets.key'), 'utf8').trim()).toHaveLength(44);
  });

  test('is not replaced when it is damaged', () => {
    using folder = temporaryFolder();
    loadKeyring(folder.path, undefined);
    writeFileSync(join(folder.path, 'keys', 'secrets.key'), 'oops');
    expect(() => loadKeyring(folder.path, undefined)).toThrow(/does not hold a key/);
  });
});
