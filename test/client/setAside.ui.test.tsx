import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SetAside } from '#client/radius/SetAside.tsx';
import { SessionProvider } from '#client/shell/session.tsx';
import type { SetAsideEntry, SetAsideList } from '#shared/accounting/setAside.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import { nocSession as session } from './nocSession.ts';

const entry: SetAsideEntry = {
  id: '019aa000-0000-7000-8000-00000000000e',
  at: Date.now() - 60_000,
  error: 'violates no_bad',
  kind: 'report',
  router: { id: '019aa000-0000-7000-8000-0000000000aa', name: 'Kilimani' },
  receivedAt: Date.UTC(2026, 10, 21, 8),
  beganAt: Date.UTC(2026, 10, 21, 7),
  facts: [{ name: 'User-Name', value: 'wanjiku' }],
  triedAt: null,
  triedError: null,
};
const loss = { id: '019aa000-0000-7000-8000-00000000000f', at: Date.now(), what: 'Segment 7 is damaged.' };

let list: SetAsideList;
let sent: { readonly path: string; readonly body: unknown }[];
/** What a retry is answered with. */
let retried: object;

beforeEach(() => {
  list = { entries: [entry], total: 1, losses: [loss] };
  sent = [];
  retried = { outcome: 'loaded' };
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    if (init?.method !== 'POST') return Promise.resolve(Response.json(list));
    sent.push({ path: String(path), body: JSON.parse(init.body as string) });
    if (path.endsWith('/note')) list = { ...list, losses: [] };
    else if (path.endsWith('/discard') || 'outcome' in retried) list = { ...list, entries: [], total: 0 };
    return Promise.resolve(path.endsWith('/retry') ? Response.json(retried) : new Response(null, { status: 204 }));
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const open = (permissions: readonly Permission[] = Permission.options) =>
  render(() => (
    <SessionProvider session={{ ...session, permissions: [...permissions] }}>
      <SetAside />
    </SessionProvider>
  ));

test('what could not be stored is shown with why and what it says', async () => {
  open();
  expect(await screen.findByText('Report of a router · Kilimani')).toBeTruthy();
  expect(screen.getByText('violates no_bad')).toBeTruthy();
  expect(screen.getByText('wanjiku')).toBeTruthy();
  expect(screen.getByText('Session began')).toBeTruthy();
  expect(screen.getByText('Segment 7 is damaged.')).toBeTruthy();
});

test('loaded again, it is gone', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Load it again' }));
  await vi.waitFor(() => expect(screen.queryByText('violates no_bad')).toBeNull());
  expect(sent).toEqual([{ path: `/api/accounting/set-aside/${entry.id}/retry`, body: {} }]);
});

test('discarding asks for a reason', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Discard…' }));
  const words = await screen.findByRole('textbox');
  fireEvent.click(screen.getByRole('button', { name: 'Discard' }));
  expect(sent).toEqual([]);
  fireEvent.input(words, { target: { value: 'a router of the lab' } });
  fireEvent.click(screen.getByRole('button', { name: 'Discard' }));
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual({
    path: `/api/accounting/set-aside/${entry.id}/discard`,
    body: { reason: 'a router of the lab' },
  });
  await vi.waitFor(() => expect(screen.queryByText('violates no_bad')).toBeNull());
});

test('a loss stays until somebody has taken note of it', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Take note…' }));
  fireEvent.input(await screen.findByRole('textbox'), { target: { value: 'the disk was replaced' } });
  fireEvent.click(screen.getByRole('button', { name: 'Take note' }));
  await vi.waitFor(() => expect(screen.queryByText('Segment 7 is damaged.')).toBeNull());
  expect(sent).toEqual([{ path: `/api/accounting/losses/${loss.id}/note`, body: { note: 'the disk was replaced' } }]);
});

test('who may only look sees no acts, and with nothing left there is nothing', async () => {
  const { container, unmount } = open(['radius.view']);
  await screen.findByText('violates no_bad');
  expect(screen.queryAllByRole('button')).toEqual([]);
  unmount();
  list = { entries: [], total: 0, losses: [] };
  open();
  await vi.waitFor(() => expect(container.textContent).toBe(''));
});
