import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import solid from 'vite-plugin-solid';
import { configDefaults, defineConfig } from 'vitest/config';
import { memoryFolder } from './test/support/memoryFolder.ts';

if (!('Temporal' in globalThis))
  throw new Error('Node 26 is needed: npm test, or node_modules/.bin/node node_modules/.bin/vitest');

// For the processes that run tests and for those that tests start.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '.tmp/compiled');
const folder = memoryFolder();
if (folder !== undefined) process.env['TMPDIR'] ??= folder;

/**
 * The suffix of a test file says what it needs, and picks its project here. Server-side projects import through Node
 * itself, exactly as the product does, so that syntax Node refuses fails in the test as well.
 */
const asNodeDoes = { experimental: { viteModuleRunner: false } } as const;
/** Files share processes, one after the other: to load the server again for each takes as long as the tests themselves. */
const sharesProcesses = { isolate: false } as const;
/** Tests that take times of what keeps both cores of a small machine busy. Each of them runs alone. */
const alone = [
  'test/actors/deadlineRate.e2e.test.ts',
  'test/browser/screens.e2e.test.ts',
  'test/lab/stormInProduct.e2e.test.ts',
  'test/nas/nasProduct.e2e.test.ts',
  'test/radius/**/*.e2e.test.ts',
];
/** Of a test that waits for nothing: it only computes, maybe on a busy machine. */
const patientMs = 30_000;
const exclude = [...configDefaults.exclude, '.data/**', '.tmp/**', '.tsbuild/**', 'test/soak/**', 'test/bench/**'];

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        test: {
          ...asNodeDoes,
          ...sharesProcesses,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, 'test/**/*.{pg,lab,e2e}.test.ts'],
          testTimeout: patientMs,
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [solid({ hot: false })],
        resolve: { conditions: ['development', 'browser'] },
        test: {
          name: 'ui',
          include: ['test/**/*.ui.test.tsx'],
          exclude,
          environment: 'jsdom',
          testTimeout: patientMs,
          server: { deps: { inline: [/solid-js/, /@solidjs/, /@tanstack\/solid/] } },
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...asNodeDoes,
          ...sharesProcesses,
          name: 'pg',
          include: ['test/**/*.pg.test.ts'],
          exclude,
          globalSetup: ['test/support/debianGlobalSetup.ts', 'test/support/postgresGlobalSetup.ts'],
          // While one waits for PostgreSQL, another computes.
          maxWorkers: Math.max(3, availableParallelism()),
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...asNodeDoes,
          name: 'lab',
          include: ['test/**/*.lab.test.ts'],
          exclude,
          globalSetup: ['test/support/debianGlobalSetup.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...asNodeDoes,
          name: 'e2e',
          globalSetup: ['test/support/debianGlobalSetup.ts'],
          include: ['test/**/*.e2e.test.ts'],
          exclude: [...exclude, ...alone],
          // Each of these starts the whole product.
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          ...asNodeDoes,
          name: 'alone',
          globalSetup: ['test/support/debianGlobalSetup.ts'],
          include: alone,
          exclude,
          // Side by side they would only measure one another.
          maxWorkers: 1,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
