/** Why an act on a package is refused. */
export const packageRefusals = {
  'package/not-found': 'There is no such package.',
  'package/name-taken': 'Another package has this name.',
  'package/pool-not-found': 'There is no such pool in use.',
  'package/pool-of-other-family': 'The pool is for the other IP version.',
  'package/not-sound': 'The package does not hold together.',
  'package/lacking-on-routers':
    'A router does not have what this package names there. Make it there, choose another one, or save all the same.',
  'package/in-use': 'Subscriptions still have this package. Move them to another one first.',
  'package/changed-meanwhile': 'Somebody else changed this package meanwhile. Load it again, then make your change.',
  'package/archived': 'The package is archived. Restore it first.',
  'package/not-archived': 'The package is not archived.',
} as const;
export type PackageRefusalCode = keyof typeof packageRefusals;
