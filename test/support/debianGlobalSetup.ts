import { spawnSync } from 'node:child_process';
import { debianPackages, type DebianTool, hasTool } from './debianTools.ts';

/**
 * Before the tests that use them: installs what is missing where that is possible, which is as root on Debian with its
 * packages in reach. Elsewhere those tests are reported as skipped.
 */
export function setup(): void {
  const missing = (Object.keys(debianPackages) as DebianTool[])
    .filter((tool) => !hasTool(tool))
    .map((tool) => debianPackages[tool]);
  if (missing.length === 0 || process.getuid?.() !== 0) return;
  const apt = (...words: readonly string[]): boolean =>
    spawnSync('apt-get', ['-qq', '-y', '-o', 'DPkg::Lock::Timeout=60', ...words], {
      stdio: 'ignore',
      timeout: 180_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const install = (): boolean => apt('install', '--no-install-recommends', ...missing);
  if (install() || (apt('update') && install())) return;
  process.stderr.write(`tests with ${missing.join(', ')} are skipped: not installed\n`);
}
