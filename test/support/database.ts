import { inject } from 'vitest';
import { testDatabaseIn, type TestDatabase, type TestDatabaseOptions } from './testDatabase.ts';

export type { TestDatabase } from './testDatabase.ts';

/** A database of its own, gone at the end of the `await using` block. Needs postgresGlobalSetup (`.pg` tests). */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  return await testDatabaseIn(inject('postgres'), options);
}
