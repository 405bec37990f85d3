import { demoPackages } from './demoPackages.ts';
import { demoRouters, type DemoRouter } from './demoRouters.ts';

/** A customer of the demonstration with one subscription, and the equipment that the lab lets dial. */
export interface DemoSubscriber {
  readonly tenantSlug: string;
  readonly branchName: string;
  /** The lab's router that the equipment is behind. */
  readonly routerName: string;
  readonly customerName: string;
  /** E.164 */
  readonly phone: string;
  readonly email: string;
  readonly address: string;
  readonly latitude: number;
  readonly longitude: number;
  /** One of demoPackages of the same company. */
  readonly packageName: string;
  readonly accessType: 'pppoe' | 'hotspot';
  readonly username: string;
  readonly password: string;
  /** `D8:32:14:62:F2:56` */
  readonly mac: string;
  readonly standing: 'active' | 'suspended';
  /** Days from the demonstration's first start until it runs out; below zero: it has already. */
  readonly validDays: number;
  /** What the equipment says, which is not always right. */
  readonly equipmentPassword: string;
  readonly behaviour: 'stays' | 'wanders';
}

interface Names {
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly streets: readonly string[];
  readonly phonePrefix: string;
  readonly phoneDigits: number;
  readonly mail: string;
}

const NAMES: Readonly<Record<string, Names>> = {
  'savanna-fibre': {
    given:
      'Wanjiru Otieno Achieng Mwangi Njeri Kamau Wambui Kiprop Chebet Omondi Atieno Mutua Nduku Hassan Amina Juma Zawadi Baraka Faith Brian'.split(
        ' ',
      ),
    family:
      'Kamau Odhiambo Njoroge Kariuki Mutiso Cheruiyot Wafula Barasa Mohamed Kilonzo Ochieng Maina Kibet Nyambura Were Musyoka'.split(
        ' ',
      ),
    streets: ['Mpaka Road', 'Ngong Road', 'Argwings Kodhek Road', 'Links Road', 'Oginga Odinga Street', 'Limuru Road'],
    phonePrefix: '+25472',
    phoneDigits: 7,
    mail: 'mail.savanna.example',
  },
  'padma-net': {
    given:
      'Rahim Tanvir Nusrat Sabbir Farhana Jahid Mim Arif Sharmin Rakib Tania Imran Sumaiya Kamal Shirin Fahim Rumana Nayeem'.split(
        ' ',
      ),
    family: 'Hossain Ahmed Khatun Islam Rahman Akter Chowdhury Sarkar Mia Begum Uddin Karim Sultana Haque'.split(' '),
    streets: ['Mirpur Road', 'Sonargaon Janapath', 'Sheikh Mujib Road', 'Rokeya Sarani', 'Gareeb-e-Nawaz Avenue'],
    phonePrefix: '+88017',
    phoneDigits: 8,
    mail: 'mail.padma.example',
  },
};

/** Without letters and digits that people confuse. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const MAKERS = ['D8:32:14', '48:3F:E9', 'C8:3A:35', '50:64:2B', 'E4:BE:ED', 'F8:8C:21'];

/** The same list in every call. */
export function demoSubscribers(): readonly DemoSubscriber[] {
  const taken = new Set<string>();
  return demoRouters.flatMap((router, index) => {
    const chance = chanceFrom(0x5eed + index * 7919);
    const kinds = [...Array<'pppoe'>(router.pppoe).fill('pppoe'), ...Array<'hotspot'>(router.hotspot).fill('hotspot')];
    return kinds.map((kind) => subscriberOf(router, kind, chance, taken));
  });
}

function subscriberOf(
  router: DemoRouter,
  accessType: 'pppoe' | 'hotspot',
  chance: () => number,
  taken: Set<string>,
): DemoSubscriber {
  const { tenantSlug, branchName, routerName } = router;
  const names = NAMES[tenantSlug]!;
  const [given, family] = [pick(names.given, chance), pick(names.family, chance)];
  const username = freeName(`${given}${family}`.toLowerCase(), chance, taken);
  const password = letters(8, chance);
  const luck = chance();
  const packages = demoPackages.filter((one) => one.tenantSlug === tenantSlug && one.accessTypes.includes(accessType));
  return {
    tenantSlug,
    branchName,
    routerName,
    customerName: `${given} ${family}`,
    phone: names.phonePrefix + digits(names.phoneDigits, chance),
    email: `${username}@${names.mail}`,
    address: `${1 + Math.floor(chance() * 240)} ${pick(names.streets, chance)}, ${branchName}`,
    latitude: near(router.latitude, chance),
    longitude: near(router.longitude, chance),
    packageName: pick(packages, chance).name,
    accessType,
    username,
    password,
    mac: `${pick(MAKERS, chance)}:${hexPairs(3, chance)}`,
    standing: luck > 0.97 ? 'suspended' : 'active',
    // A few have run out, more will within a fortnight.
    validDays: luck < 0.06 ? -Math.ceil(chance() * 20) : Math.ceil(chance() * 30),
    equipmentPassword: luck > 0.94 && luck <= 0.97 ? letters(8, chance) : password,
    behaviour: accessType === 'hotspot' || chance() < 0.3 ? 'wanders' : 'stays',
  };
}

function freeName(base: string, chance: () => number, taken: Set<string>): string {
  for (;;) {
    const name = `${base}${digits(4, chance)}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

const pick = <T>(list: readonly T[], chance: () => number): T => list[Math.floor(chance() * list.length)]!;
const text = (count: number, one: () => string): string => Array.from({ length: count }, one).join('');
const digits = (count: number, chance: () => number): string => text(count, () => String(Math.floor(chance() * 10)));
const letters = (count: number, chance: () => number): string =>
  text(count, () => ALPHABET[Math.floor(chance() * ALPHABET.length)]!);
const near = (degrees: number, chance: () => number): number =>
  Math.round((degrees + (chance() - 0.5) * 0.03) * 1e5) / 1e5;

function hexPairs(count: number, chance: () => number): string {
  const pair = (): string =>
    Math.floor(chance() * 256)
      .toString(16)
      .padStart(2, '0')
      .toUpperCase();
  return Array.from({ length: count }, pair).join(':');
}

/** mulberry32: numbers in [0, 1) that look like chance and are the same everywhere. */
function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
