import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AutomationBanner } from '#client/bulk/AutomationBanner.tsx';
import { SessionProvider } from '#client/shell/session.tsx';
import type { AutomaticBrake, HeldCutRow } from '#shared/brake/brake.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import { nocSession as session } from './nocSession.ts';

const row = (n: number, cause: HeldCutRow['cause']): HeldCutRow =>
  ({
    ...{ id: `019aa000-0000-7000-8000-00000000000${n}`, number: n, customerName: `Customer ${n}`, cause },
    ...{ heldAt: Date.UTC(2027, 0, 1), validUntil: Date.UTC(2027, 0, 1) },
  }) as HeldCutRow;
const paused = {
  limits: { lines: 5_000, percent: 10 },
  held: false,
  pausedAt: Date.UTC(2027, 0, 1),
  pause: { beyond: 'company', lines: 900, percent: 30 },
  waiting: 2,
} as unknown as AutomaticBrake;

let brake: AutomaticBrake;
let sent: Record<string, unknown>[];

beforeEach(() => {
  brake = paused;
  sent = [];
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    if (init?.method === 'POST') {
      sent.push(JSON.parse(init.body as string) as Record<string, unknown>);
      brake = { limits: paused.limits, held: false, waiting: 0 };
      return Promise.resolve(Response.json({ done: 2, failed: 0, left: 0 }));
    }
    if (path.startsWith('/api/brake/held-cuts'))
      return Promise.resolve(Response.json({ rows: [row(1, 'expiry'), row(2, 'quota')] }));
    return Promise.resolve(Response.json(brake));
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const open = (permissions: readonly Permission[] = Permission.options) =>
  render(() => (
    <SessionProvider session={{ ...session, permissions: [...permissions] }}>
      <AutomationBanner />
    </SessionProvider>
  ));

test('operators 5: cuts that wait are listed, and released all together with a reason', async () => {
  const { container } = open();
  fireEvent.click(await screen.findByRole('button', { name: 'Decide' }));
  expect(await screen.findByText('S-1 · Customer 1')).toBeTruthy();
  expect(screen.getByText('has used up its data')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Decide about all' }));
  expect(sent).toEqual([]);
  fireEvent.input(await screen.findByRole('textbox'), { target: { value: 'the dates are right' } });
  fireEvent.click(screen.getByRole('button', { name: 'Decide about all' }));
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ act: 'release', reason: 'the dates are right' });
  expect(sent[0]).not.toHaveProperty('ids');
  await vi.waitFor(() => expect(container.querySelector('.banner')).toBeNull());
});

test('operators 5: some are dropped, and served for the days that are said', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Decide' }));
  const [first] = await screen.findAllByRole('checkbox');
  fireEvent.click(first!);
  fireEvent.click(screen.getByRole('radio', { name: 'Drop the cut: they are served on' }));
  fireEvent.input(await screen.findByRole('textbox', { name: 'Days for lines whose time is over' }), {
    target: { value: '3' },
  });
  fireEvent.input(screen.getByRole('textbox', { name: 'Reason' }), { target: { value: 'paid at the shop' } });
  fireEvent.click(screen.getByRole('button', { name: 'Decide about 1' }));
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ act: 'drop', days: 3, ids: [row(1, 'expiry').id] });
});

test('who may only look decides nothing, and while nothing waits there is nothing', async () => {
  const { unmount } = open(['bulk.view']);
  fireEvent.click(await screen.findByRole('button', { name: 'Decide' }));
  await screen.findByText('S-1 · Customer 1');
  expect(screen.queryAllByRole('checkbox')).toEqual([]);
  expect(screen.queryByRole('button', { name: 'Decide about all' })).toBeNull();
  unmount();
  brake = { limits: paused.limits, held: false, waiting: 0 };
  const { container } = open();
  await vi.waitFor(() => expect(container.textContent).toBe(''));
});
