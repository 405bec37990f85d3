import solid from 'vite-plugin-solid';
import { configDefaults, defineConfig } from 'vitest/config';

if (!('Temporal' in globalThis))
  throw new Error('Node 26 is needed: npm test, or node_modules/.bin/node node_modules/.bin/vitest');

/**
 * The suffix of a test file says what it needs, and picks its project here. Server-side projects import through Node
 * itself, exactly as the product does, so that syntax Node refuses fails in the test as well.
 */
const asNodeDoes = { experimental: { viteModuleRunner: false } } as const;
const exclude = [...configDefaults.exclude, '.data/**', '.tmp/**', '.tsbuild/**', 'test/soak/**', 'test/bench/**'];

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        test: {
          ...asNodeDoes,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, 'test/**/*.{pg,lab,e2e}.test.ts'],
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
          server: { deps: { inline: [/solid-js/, /@solidjs/, /@tanstack\/solid/] } },
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...asNodeDoes,
          name: 'pg',
          include: ['test/**/*.pg.test.ts'],
          exclude,
          globalSetup: ['test/support/postgresGlobalSetup.ts'],
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
          include: ['test/**/*.e2e.test.ts'],
          exclude,
          // Each of these starts the whole product: side by side they would only measure one another.
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
