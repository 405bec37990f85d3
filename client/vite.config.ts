import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

/**
 * Builds the console into dist/client. Assets are hashed files, none is inlined: the content security policy
 * allows scripts, styles and fonts from the own origin only.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [solid()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox128', 'safari18'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
