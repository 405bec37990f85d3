import { createHmac, randomBytes } from 'node:crypto';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { insertVoucherKey, readVoucherKey } from './voucherKeyStore.ts';

const KEY_PURPOSE = 'voucher.key';

/** Codes as they are stored: sealed for reading again, and hashed under a key of the company for being looked up. */
export class VoucherCodes {
  readonly #secrets: Secrets;
  readonly #keys = new Map<TenantId, Buffer>();

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  seal(tenant: TenantId, id: string, code: string): Buffer {
    return this.#secrets.encrypt(tenant, purposeOf(id), code);
  }

  open(tenant: TenantId, id: ActorId, sealed: Uint8Array): string {
    return this.#secrets.decrypt(tenant, purposeOf(id), sealed);
  }

  /** Made when a company first needs it; stays for ever. */
  async keyOf(database: Database, tenant: TenantId): Promise<Buffer> {
    const known = this.#keys.get(tenant);
    if (known) return known;
    const fresh = this.#secrets.encrypt(tenant, KEY_PURPOSE, randomBytes(32).toString('base64'));
    const stored = await database.tenantTx(tenant, async (tx) => {
      await insertVoucherKey(tx, fresh);
      return await readVoucherKey(tx);
    });
    const key = Buffer.from(this.#secrets.decrypt(tenant, KEY_PURPOSE, stored), 'base64');
    this.#keys.set(tenant, key);
    return key;
  }
}

/** Case and white space are no part of a code. */
export function codeHash(key: Buffer, code: string): Buffer {
  return createHmac('sha256', key).update(plainCode(code)).digest();
}

export function plainCode(code: string): string {
  return code.replaceAll(/[\s-]/g, '').toUpperCase();
}

function purposeOf(id: string): string {
  return `voucher/${id}/code`;
}
