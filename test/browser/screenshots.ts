import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startProduct } from '../support/product.ts';
import { radiusSettings } from '../support/radiusSettings.ts';
import { buildClient } from './builtClient.ts';
import { addRouters, foundEmptyCompany, idsOf } from './companies.ts';
import { launchBrowser, openConsole, type ConsoleWindow } from './consoleBrowser.ts';
import { labControl } from './labControl.ts';
import { type Screen, screens, show } from './screens.ts';

/**
 * Takes every screen's picture from the running product into docs/screenshots: wide and narrow, light and dark, and
 * lists with nothing and with very much in them. Words after the command choose screens by name.
 */

const folder = join(import.meta.dirname, '../../docs/screenshots');
const sizes = { wide: [1920, 1080], narrow: [390, 844] } as const;
const wanted = process.argv.slice(2);
const chosen = screens.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));

await mkdir(folder, { recursive: true });
if (wanted.length === 0) for (const old of await readdir(folder)) await rm(join(folder, old));
await buildClient();
await using product = await startProduct({ env: await radiusSettings(), readyWithinMs: 120_000 });
const [plain, webgl] = [await launchBrowser(), await launchBrowser({ webgl: true })];
const lab = labControl(product);
const logins = await product.logins();
const owner = logins[0]!;
const manager = logins.find(({ email }) => email === 'rahima@padma.example')!;

await lab.calm();
const empty = await foundEmptyCompany(product, owner.email);
await addRouters(product, 'padma-net', 10_000);
await product.stop();
await product.start();
await lab.calm();
await lab.raise({
  hostname: 'OLT-WESTLANDS-1',
  resource: '0/1/1',
  severity: 'critical',
  text: 'Loss of signal on PON port',
});
await take(
  'one',
  owner,
  chosen.filter(({ name }) => name === 'alarms'),
  [['wide', 'light']],
);
await lab.storm(400, 2);
await colleagueWorks();
const looks = Object.keys(sizes).flatMap((size) =>
  (['light', 'dark'] as const).map((scheme) => [size, scheme] as const),
);
await take('', owner, chosen, looks);
await take(
  'none',
  { ...owner, email: empty.email },
  chosen.filter((screen) => screen.empty),
  [
    ['wide', 'light'],
    ['narrow', 'dark'],
  ],
);
await take(
  'many',
  manager,
  chosen.filter(({ name }) => name === 'routers' || name === 'map'),
  [
    ['wide', 'light'],
    ['narrow', 'light'],
  ],
);
await Promise.all([plain.close(), webgl.close()]);

type Look = readonly [size: string, scheme: 'light' | 'dark'];

async function take(what: string, who: typeof owner, list: readonly Screen[], inLooks: readonly Look[]): Promise<void> {
  const ids = await idsOf(product, 'savanna-fibre');
  for (const [size, scheme] of inLooks) {
    const [width, height] = sizes[size as keyof typeof sizes];
    const look = { width, height, scheme };
    await using window = await openConsole(plain, product, look);
    await using mapWindow = await openConsole(webgl, product, look);
    await using door = await openConsole(plain, product, look);
    for (const one of [window, mapWindow]) await one.logIn(who);
    for (const screen of list) {
      const place = screen.atTheDoor ? door : screen.webgl ? mapWindow : window;
      await picture(place, screen, ids, [what, size, scheme]);
    }
  }
}

async function picture(
  window: ConsoleWindow,
  screen: Screen,
  ids: Awaited<ReturnType<typeof idsOf>>,
  marks: readonly string[],
): Promise<void> {
  const name = [screen.name, ...marks].filter(Boolean).join('-');
  try {
    await show(window, screen, ids);
    if (screen.webgl) await new Promise((resolve) => setTimeout(resolve, 1_500));
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  await window.page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Somebody else has claimed and acknowledged some of what stands. */
async function colleagueWorks(): Promise<void> {
  await using other = await openConsole(plain, product);
  await other.logIn(logins[1]!);
  await other.goTo('/alarms?severity=critical,major');
  await other.page.waitForSelector('.alarm-row .severity');
  await other.press('j', 'j', 'c', 'j', 'a', 'j', 'j', 'c', 'k', 'a', 'Home', 'a');
  await other.see('Claimed');
}
