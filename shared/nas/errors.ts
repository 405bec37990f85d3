/** Why an act on a router is refused. */
export const nasRefusals = {
  'nas/not-found': 'There is no such router, or it is outside your branches.',
  'nas/branch-not-found': 'There is no such branch, or it is outside your branches.',
  'nas/vendor-unknown': 'No driver has this name. GET /api/nas/vendors lists them.',
  'nas/name-taken': 'Another router has this name. Choose one that tells them apart.',
  'nas/address-taken':
    'A router with this management address and port is registered already. Behind a tunnel, give its tunnel address.',
  'nas/source-taken':
    'Another router sends RADIUS from this address. Tell them apart by NAS-Identifier on both, or use a tunnel.',
  'nas/tunnel-taken': 'Another router has this tunnel address. Tunnel addresses are unique in the installation.',
  'nas/not-attributable':
    'Say how its packets are known: a source address, a source with a NAS-Identifier, or a tunnel address.',
  'nas/changed-meanwhile': 'Somebody else changed this router meanwhile. Load it again, then make your change.',
  'nas/password-missing':
    'Give the password again: a stored one is sent to the place it was given for, and to no other.',
  'nas/archived': 'The router is archived. Restore it first.',
  'nas/not-archived': 'The router is not archived.',
  'nas/no-session': 'This user has no session on the router now.',
  'nas/not-connected': 'The router cannot be reached now. Nothing was changed on it.',
  'nas/address-unknown':
    'It is not known under which address routers reach this server. Set LASTMILE_ROUTER_FACING_ADDRESSES and start it again.',
  'nas/no-answer': 'The router did not answer as expected. Nothing was changed on it; try again.',
  'nas/secrets-limit': 'Your role allows no more secrets to be shown for now. Ask somebody whose role allows more.',
  'nas/backup-not-found': 'There is no such backup of this router.',
  'nas/company-wide': 'This holds for all branches. Ask somebody who works for all of them.',
  'nas/backup-failed': 'The configuration could not be read from the router.',
  'nas/busy': 'Too much is waiting for this router. Try again in a moment.',
} as const;
export type NasRefusalCode = keyof typeof nasRefusals;
