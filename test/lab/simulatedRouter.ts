import { personalityOf } from '#lab/nas/mikrotik/personality.ts';
import { MikrotikRouter } from '#lab/nas/mikrotik/router.ts';
import { SeededRandom } from '#lab/seededRandom.ts';
import type { SimulatedTime } from '../support/simulatedTime.ts';

/** A router without sockets, in Nairobi, on a clock that is held. */
export function simulatedRouter(
  clock: SimulatedTime,
  {
    version,
    seed,
    ppp = 20,
    hotspot = 8,
  }: { readonly version: string; readonly seed: number; readonly ppp?: number; readonly hotspot?: number },
): MikrotikRouter {
  return new MikrotikRouter({
    personality: personalityOf('CCR2004', version),
    site: {
      identity: 'NAS',
      address: '127.0.0.1',
      apiPort: 1,
      apiTlsPort: 2,
      serial: 'ABCDEF012345',
      softwareId: 'AAAA-BBBB',
      timeZone: 'Africa/Nairobi',
      gmtOffsetMs: 3 * 3_600_000,
      siteNumber: 7,
    },
    config: { users: [], ppp, hotspot, accountPrefix: 'X', dns: '1.1.1.1' },
    clock,
    random: new SeededRandom(seed),
  });
}
