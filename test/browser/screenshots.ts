import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startProduct } from '../support/product.ts';
import { withProductDatabase } from '../support/productDatabase.ts';
import { radiusSettings } from '../support/radiusSettings.ts';
import { buildClient } from './builtClient.ts';
import { addRouters, foundEmptyCompany, idsOf } from './companies.ts';
import { launchBrowser, openConsole, type ConsoleWindow } from './consoleBrowser.ts';
import { labControl } from './labControl.ts';
import { type Screen, screens, show } from './screens.ts';

/**
 * Takes every screen's picture from the running product into docs/screenshots: wide and dark, narrow and light, and
 * lists with nothing and with very much in them. Words after the command choose screens by name.
 */

const folder = join(import.meta.dirname, '../../docs/screenshots');
/** Routers report every five minutes. */
const REPORTS_WITHIN_MS = 420_000;
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
await reports();
await take('', owner, chosen, [
  ['wide', 'dark'],
  ['narrow', 'light'],
]);
await take(
  'none',
  { ...owner, email: empty.email },
  chosen.filter((screen) => screen.empty),
  [['wide', 'light']],
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
    await window.page.waitForNetworkIdle({ idleTime: 400, timeout: 10_000 });
    await delay(screen.webgl ? 1_500 : (screen.pictureAfterMs ?? 0));
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  await window.page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Waits for the first reports of nearly all who are online: until then nobody has used anything. */
async function reports(): Promise<void> {
  if (!chosen.some(({ name }) => /session|usage|subscription|customer/.test(name))) return;
  await withProductDatabase(product.dataDir, async (client) => {
    for (const until = Date.now() + REPORTS_WITHIN_MS; Date.now() < until; await delay(5_000)) {
      const { rows } = await client.query<{ most: boolean }>(
        `select count(*) filter (where octets_out > 0) > 0.9 * count(*) as most from lastmile.line_session where ended_at is null`,
      );
      if (rows[0]?.most === true) return;
    }
  });
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
