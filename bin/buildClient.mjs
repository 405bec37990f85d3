// Builds the client into the folder given, beside the one that is being served. Runs on the product's Node.
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './runtime.mjs';

const [outDir] = process.argv.slice(2);
if (outDir === undefined) throw new Error('usage: node bin/buildClient.mjs <folder>');
await build({
  configFile: join(root, 'client/vite.config.ts'),
  logLevel: 'warn',
  build: { outDir, emptyOutDir: true },
});
