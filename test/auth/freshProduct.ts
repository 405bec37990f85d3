import pg from 'pg';
import { afterEach, beforeEach } from 'vitest';
import type { Subject } from '#server/platform/auth/subject.ts';
import { RoleId } from '#shared/tenant/administration.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts';
import { startTestProduct, type TestProduct, type TestProductOptions } from './testProduct.ts';

export const owner = ['wanjiru@savanna.example', 'savanna-demo-only'] as const;
export const noc = ['otieno@savanna.example', 'savanna-demo-only'] as const;
export const dispatcher = ['mwangi@savanna.example', 'savanna-demo-only'] as const;
export const foreigner = ['rahima@padma.example', 'padma-demo-only'] as const;

export interface FreshProduct {
  readonly db: TestDatabase;
  readonly product: TestProduct;
}

/** Each test of the file gets a database and a server of its own; ask for them inside the test. */
export function freshProduct(options: TestProductOptions = {}): FreshProduct {
  let db: TestDatabase | undefined;
  let product: TestProduct | undefined;
  beforeEach(async () => {
    db = await createTestDatabase();
    product = await startTestProduct(db.database, options);
  });
  afterEach(async () => {
    await product?.[Symbol.asyncDispose]();
    await db?.[Symbol.asyncDispose]();
  });
  return {
    get db() {
      if (!db) throw new Error('asked for outside of a test');
      return db;
    },
    get product() {
      if (!product) throw new Error('asked for outside of a test');
      return product;
    },
  };
}

export function nextChange(product: TestProduct): Promise<Subject> {
  return new Promise((resolve) => {
    const stop = product.identity.sessions.onSubjectChanged((subject) => {
      stop();
      resolve(subject);
    });
  });
}

export function nextEnd(product: TestProduct): Promise<{ sessionId: string; why: string }> {
  return new Promise((resolve) => {
    const stop = product.identity.sessions.onSessionEnded((sessionId, why) => {
      stop();
      resolve({ sessionId, why });
    });
  });
}

/** Of a role of Savanna Fibre. */
export async function roleId(db: TestDatabase, name: string): Promise<RoleId> {
  const rows = await asSuperuser(
    db,
    `select r.id from lastmile.role r join lastmile.tenant t using (tenant_id) where t.slug = 'savanna-fibre' and r.name = '${name}'`,
  );
  return RoleId.parse(rows[0]?.['id']);
}

/** Past all security, to look and to tamper. */
export async function asSuperuser(db: TestDatabase, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: db.superuserUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
