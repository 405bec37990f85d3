import type { OnboardingItem } from '#shared/nas/onboarding.ts';
import { NasCommandRefused } from '../../nasCommandError.ts';
import type { NasWire } from '../../nasDriver.ts';
import type { NasNeeds, NasOnboarding, RefusedChange } from '../../nasOnboarding.ts';
import { changesFor } from './changesFor.ts';
import { compareConfiguration, type ReadMenus } from './compareConfiguration.ts';
import { onboardingScript } from './onboardingScript.ts';
import { readMenus } from './readMenus.ts';
import { OWN_USER, wantedConfiguration, type OnboardingSettings } from './wantedConfiguration.ts';
import type { WantedItem } from './wantedItem.ts';

/** What most routers run today; for a script that is made before the router was ever heard. */
const LIKELY_MAJOR_VERSION = 7;

/** RouterOS is set up by records with a comment of our own, so that what people made beside them stays. */
export const mikrotikOnboarding: NasOnboarding = {
  ownUser: OWN_USER,
  async check(wire, needs, signal) {
    const { items, menus } = await look(wire, needs, signal);
    return compareConfiguration(items, menus);
  },
  script: (needs, title) => onboardingScript(wantedConfiguration(settingsOf(needs)), title),
  async putRight(wire, needs, wanted, signal) {
    const { items, menus } = await look(wire, needs, signal);
    const refused: RefusedChange[] = [];
    const chosen = items
      .filter(({ item }) => wanted === undefined || wanted.includes(item))
      .filter(({ item }) => item !== 'apiUser' || needs.password !== undefined)
      .toSorted(byDanger);
    for (const item of chosen) {
      for (const command of changesFor(item, menus.get(item.menu))) {
        try {
          await wire.run(command, { signal });
        } catch (error) {
          if (!(error instanceof NasCommandRefused)) throw error;
          refused.push({ item: item.item, menu: item.menu, message: error.message });
        }
      }
    }
    return refused;
  },
};

interface Looked {
  readonly items: readonly WantedItem[];
  readonly menus: ReadMenus;
}

async function look(wire: NasWire, needs: NasNeeds, signal: AbortSignal): Promise<Looked> {
  const names = wantedConfiguration(settingsOf(needs)).map(({ menu }) => menu);
  const menus = await readMenus(wire, [...names, '/user/active'], signal);
  return { items: wantedConfiguration(settingsOf(needs, menus)), menus };
}

function settingsOf(needs: NasNeeds, menus?: ReadMenus): OnboardingSettings {
  const { user, password = '', port, security, version, radiusSource, loginNow, ...rest } = needs;
  const apiService = security === 'plain' ? 'api' : 'api-ssl';
  const service = menus?.get('/ip/service')?.find(({ name }) => name === apiService);
  return {
    ...rest,
    ...(radiusSource === undefined ? {} : { radiusSource }),
    apiUser: user,
    apiPassword: password,
    // The connection stands, so the port it came in by is right, whatever is in front of the router.
    apiPort: Number(service?.['port']) || port,
    apiService,
    majorVersion: Number.parseInt(version ?? '', 10) || LIKELY_MAJOR_VERSION,
    seenFrom: seenFrom(menus, loginNow),
  };
}

/** Where this product comes from as the router sees it: behind address translation that is none of its own addresses. */
function seenFrom(menus: ReadMenus | undefined, loginNow: string): readonly string[] {
  const sessions = menus?.get('/user/active') ?? [];
  const own = sessions.filter(({ name, via }) => name === loginNow && (via === 'api' || via === 'api-ssl'));
  return [...new Set(own.flatMap(({ address }) => (address ? [address] : [])))];
}

const danger: Readonly<Partial<Record<OnboardingItem, number>>> = { apiService: 1, apiGroup: 2, apiUser: 3 };

function byDanger(one: WantedItem, other: WantedItem): number {
  return (danger[one.item] ?? 0) - (danger[other.item] ?? 0);
}
