/** `npm run soak -- <name> [arguments]`: the long version of what the suite does briefly. */
const soaks: Readonly<Record<string, () => Promise<unknown>>> = {
  actors: () => import('./actors.ts'),
  chroot: () => import('./chroot.ts'),
  deadlines: () => import('./deadlines.ts'),
  expiry: () => import('./expiry.ts'),
  journal: () => import('./journal.ts'),
  kill: () => import('./kill.ts'),
  live: () => import('./live.ts'),
  radius: () => import('./radius.ts'),
  radiusDatabaseGone: () => import('./radiusDatabaseGone.ts'),
  radiusKill: () => import('./radiusKill.ts'),
  radiusProcess: () => import('./radiusProcess.ts'),
  radiusStorm: () => import('./radiusStorm.ts'),
  routeros: () => import('./routeros.ts'),
  tenancy: () => import('./tenancy.ts'),
};

const [name] = process.argv.splice(2, 1);
const soak = name === undefined ? undefined : soaks[name];
if (!soak) {
  process.stderr.write(`npm run soak -- <name>\n  names: ${Object.keys(soaks).join(', ')}\n`);
  process.exit(2);
}
await soak();
process.exit(process.exitCode ?? 0);

export {};
