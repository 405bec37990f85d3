import type { TestProject } from 'vitest/node';
import { startTestCluster } from './databaseCluster.ts';
import { prepareTemplate, type TestDatabases } from './databaseTemplate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** One cluster for the run; see createTestDatabase. */
    readonly postgres: TestDatabases;
  }
}

/** Starts one cluster for the whole run and migrates the template from which every test database is copied. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  try {
    project.provide('postgres', await prepareTemplate(cluster));
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return () => cluster.stop();
}
