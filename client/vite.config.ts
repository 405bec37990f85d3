// oxlint-disable eslint/no-restricted-imports -- the one file here that runs in Node, when the console is built
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';

/**
 * Builds the console into dist/client. Assets are hashed files, none is inlined: the content security policy
 * allows scripts, styles and fonts from the own origin only.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [solid(), compressedFiles()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox128', 'safari18'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Zod asks once whether it may compile; the policy that says no must lie in its own chunk to be there before.
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, 'index.html'),
        noticeWorker: join(import.meta.dirname, 'onCall/noticeWorker.ts'),
      },
      output: {
        // A service worker is known by its address, which must not change with its content.
        entryFileNames: ({ name }) => (name === 'noticeWorker' ? '[name].js' : 'assets/[name]-[hash].js'),
        codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod\/|zodPolicy/ }] },
      },
    },
  },
});

/** Lays a `.br` and a `.gz` beside every text file of the build, so that the server never compresses while serving. */
function compressedFiles(): Plugin {
  return {
    name: 'compressed-files',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) return;
      const names = await readdir(dir, { recursive: true });
      const texts = names.filter((name) => /\.(js|css|html|svg)$/.test(name));
      await Promise.all(texts.map((name) => compress(join(dir, name))));
    },
  };
}

/** The highest quality takes ten times as long for four percent less, and a first start waits for it. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

async function compress(path: string): Promise<void> {
  const content = await readFile(path);
  const [gzipped, brotli] = await Promise.all([
    promisify(gzip)(content, { level: 9 }),
    promisify(brotliCompress)(content, brotliOptions),
  ]);
  await Promise.all([writeFile(`${path}.gz`, gzipped), writeFile(`${path}.br`, brotli)]);
}
