import { MemoryRouter, Route, createMemoryHistory } from '@solidjs/router';
import { cleanup, render } from '@solidjs/testing-library';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AlarmListScreen } from '#client/alarm/AlarmListScreen.tsx';
import { LiveProvider } from '#client/shell/live.tsx';
import { SessionProvider } from '#client/shell/session.tsx';
import { Permission } from '#shared/tenant/permissions.ts';
import { alarm, AMINA, ME } from './alarmFixture.ts';
import { nocSession as session } from './nocSession.ts';
import { ScriptedServer } from './scriptedServer.ts';

beforeEach(() => {
  // jsdom lays nothing out: the list is told how high it is, and that the screen is wide.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(640);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1280);
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(session)));
  Element.prototype.animate = vi.fn<Element['animate']>();
  Element.prototype.scrollTo = vi.fn<() => void>();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function open(server: ScriptedServer, address = '/alarms', permissions: readonly Permission[] = Permission.options) {
  const history = createMemoryHistory();
  history.set({ value: address });
  const { container } = render(() => (
    <SessionProvider session={{ ...session, permissions: [...permissions] }}>
      <MemoryRouter history={history}>
        <Route
          path="/alarms"
          component={() => (
            <LiveProvider connection={server.connection}>
              <AlarmListScreen />
            </LiveProvider>
          )}
        />
      </MemoryRouter>
    </SessionProvider>
  ));
  server.greet();
  return {
    container,
    text: () => container.textContent,
    press: (key: string) =>
      document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })),
    current: () => container.querySelector('.alarm-row.current'),
    address: () => history.get(),
  };
}
const list = (count: number) => Array.from({ length: count }, (_, at) => alarm({}, at + 1));

test('only a list that is known to be empty says that nothing stands', () => {
  const server = new ScriptedServer([]);
  server.silent = true;
  const screen = open(server);
  expect(screen.container.querySelector('.skeleton-rows')).not.toBeNull();
  expect(screen.text()).not.toContain('No standing alarms');

  const answering = new ScriptedServer([]);
  expect(open(answering).text()).toContain('No standing alarms');
});

test('an empty list behind a filter says that nothing matches', () => {
  expect(open(new ScriptedServer([]), '/alarms?severity=critical').text()).toContain('Nothing matches');
});

test('of 1,000 alarms only those in sight are drawn', () => {
  const screen = open(new ScriptedServer(list(1_000)));
  const rows = screen.container.querySelectorAll('.alarm-row');
  expect(screen.text()).toContain('1,000 alarms');
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.length).toBeLessThan(60);
});

test('the address decides what is asked for', () => {
  const server = new ScriptedServer(list(3));
  open(server, '/alarms?severity=critical,major,nonsense&state=shelved&q=dark&mine=1&sort=newest');
  expect(server.asked[0]).toMatchObject({
    filter: { severities: ['critical', 'major'], states: ['shelved'], text: 'dark', mine: true },
    sort: 'newest',
  });
});

test('a key acts on the alarm under the cursor and nothing is shown as done before the answer', async () => {
  const server = new ScriptedServer(list(3));
  const screen = open(server);
  screen.press('j');
  screen.press('j');
  screen.press('c');
  expect(server.newest()).toMatchObject({ id: alarm({}, 2).id, type: 'alarm.claim' });
  expect(screen.current()?.textContent).toContain('Sending');
  server.newest().answer({ ok: true, version: 2 });
  await vi.waitFor(() => expect(screen.current()?.textContent).not.toContain('Sending'));
  expect(screen.current()?.textContent).toContain('Raised');
  server.show(
    list(3).with(1, alarm({ state: 'claimed', claimedBy: ME, claimedByName: 'Wanjiru Kamau', claimedAt: 1 }, 2)),
  );
  expect(screen.current()?.textContent).toContain('Claimed');
});

test('a refusal is shown in the row it is about, with the winner’s name', async () => {
  const server = new ScriptedServer(list(2));
  const screen = open(server);
  screen.press('j');
  screen.press('c');
  server.newest().answer({
    ok: false,
    code: 'alarm/claimed-by-other',
    message: 'Somebody else has claimed it.',
    details: { by: AMINA, at: Date.now() },
  });
  server.show(
    list(2).with(0, alarm({ state: 'claimed', claimedBy: AMINA, claimedByName: 'Amina Otieno', claimedAt: 1 }, 1)),
  );
  await vi.waitFor(() => expect(screen.current()?.textContent).toContain('Claimed by Amina Otieno'));
});

test('the cursor stays on its alarm when others come before it', () => {
  const server = new ScriptedServer(list(3));
  const screen = open(server);
  screen.press('j');
  server.show([alarm({}, 8), alarm({}, 9), ...list(3)]);
  screen.press('a');
  expect(server.newest().id).toBe(alarm({}, 1).id);
});

test('when its alarm leaves by itself, the cursor acts on no neighbour', () => {
  const server = new ScriptedServer(list(3));
  const screen = open(server);
  screen.press('j');
  server.show(list(3).slice(1));
  screen.press('a');
  expect(server.commands).toEqual([]);
  screen.press('j');
  screen.press('a');
  expect(server.newest().id).toBe(alarm({}, 2).id);
});

test('when its alarm leaves because of one’s own act, the cursor goes on to the next', async () => {
  const server = new ScriptedServer(list(3));
  const screen = open(server);
  screen.press('j');
  screen.press('a');
  server.newest().answer({ ok: true, version: 2 });
  await vi.waitFor(() => expect(screen.current()?.textContent).not.toContain('Sending'));
  server.show(list(3).slice(1));
  screen.press('a');
  expect(server.newest().id).toBe(alarm({}, 2).id);
});

test('marked alarms are acted on together', () => {
  const server = new ScriptedServer(list(4));
  const screen = open(server);
  screen.press('j');
  screen.press('x');
  screen.press('j');
  screen.press('j');
  screen.press('x');
  expect(screen.text()).toContain('2 selected');
  screen.press('a');
  expect(server.commands.map(({ id }) => id)).toEqual([alarm({}, 1).id, alarm({}, 3).id]);
});

test('a key whose act the role does not allow sends nothing', () => {
  const server = new ScriptedServer(list(1));
  const screen = open(server, '/alarms', ['alarm.view']);
  screen.press('j');
  screen.press('c');
  expect(server.commands).toEqual([]);
});

test('keys are silent while somebody types', () => {
  const server = new ScriptedServer(list(1));
  const screen = open(server);
  screen.press('j');
  const field = screen.container.querySelector('input[type=search]');
  field?.dispatchEvent(new KeyboardEvent('keydown', { key: 'c', bubbles: true }));
  expect(server.commands).toEqual([]);
});

test('Enter opens the panel and the address says so', async () => {
  const screen = open(new ScriptedServer(list(2)));
  screen.press('j');
  screen.press('Enter');
  await vi.waitFor(() => expect(screen.address()).toContain(`alarm=${alarm({}, 1).id}`));
  expect(screen.container.querySelector('.peek')?.textContent).toContain('Loss of signal 1');
  screen.press('Escape');
  await vi.waitFor(() => expect(screen.container.querySelector('.peek')).toBeNull());
});

test('a revoked list shows no row any more and says why', () => {
  const server = new ScriptedServer(list(5));
  const screen = open(server);
  expect(screen.text()).toContain('Loss of signal 1');
  server.revoke();
  expect(screen.text()).not.toContain('Loss of signal');
  expect(screen.text()).toContain('Your role does not allow this view.');
});

test('after three silent seconds the screen is marked stale and keeps its rows', () => {
  const server = new ScriptedServer(list(2));
  const screen = open(server);
  server.clock.increment(5_000);
  expect(screen.container.querySelector('[data-freshness]')?.getAttribute('data-freshness')).toBe('stale');
  expect(screen.text()).toContain('Loss of signal 1');
});
