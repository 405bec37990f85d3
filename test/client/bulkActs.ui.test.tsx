import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SessionProvider } from '#client/shell/session.tsx';
import { SubscriptionBulkActs } from '#client/subscription/SubscriptionBulkActs.tsx';
import type { TableModel } from '#client/ui/table/createTable.ts';
import { createRowSelection } from '#client/ui/table/rowSelection.ts';
import { SubscriptionFilter, type SubscriptionRow } from '#shared/subscription/view.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import { SessionView } from '#shared/tenant/session.ts';
import { ME } from './alarmFixture.ts';

const session = SessionView.parse({
  ...{ userId: ME, userName: 'Wanjiru Kamau', email: 'wanjiru@savanna.example', roleName: 'NOC' },
  ...{ tenantId: '019aa000-0000-7000-8000-000000000001', tenantName: 'Savanna Fibre', country: 'KE', currency: 'KES' },
  ...{ timeZone: 'Africa/Nairobi', permissions: Permission.options, branches: [], csrfToken: 'token' },
});
const JOB = '019aa000-0000-7000-8000-00000000000b';
const LINES = ['019aa000-0000-7000-8000-000000000011', '019aa000-0000-7000-8000-000000000012'];
const filter = SubscriptionFilter.parse({ states: ['active'], online: true });

let sent: unknown[];

beforeEach(() => {
  sent = [];
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
  vi.stubGlobal('fetch', (_path: string, init?: RequestInit) => {
    if (init?.method !== 'POST') return Promise.resolve(Response.json([]));
    sent.push(JSON.parse(init.body as string));
    return Promise.resolve(Response.json({ id: JOB, number: 7 }, { status: 201 }));
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(permissions: readonly Permission[] = Permission.options): { readonly at: () => string } {
  const selection = createRowSelection<SubscriptionRow>();
  selection.add(LINES.map((id) => ({ id, fields: {} as SubscriptionRow })));
  const history = createMemoryHistory();
  render(() => (
    <MemoryRouter history={history}>
      <Route
        path="*"
        component={() => (
          <SessionProvider session={{ ...session, permissions: [...permissions] }}>
            <SubscriptionBulkActs
              table={{ selection } as unknown as TableModel<SubscriptionRow>}
              filter={() => filter}
            />
          </SessionProvider>
        )}
      />
    </MemoryRouter>
  ));
  return { at: () => history.get() };
}

test.each([
  ['Act on these', { ids: LINES }],
  ['Act on all that fit', { filter }],
])('%s: what is sent is a preview of just those, and its page is opened', async (button, selection) => {
  const { at } = open();
  fireEvent.click(await screen.findByText(button));
  fireEvent.click(await screen.findByText('Preview'));
  await vi.waitFor(() => expect(at()).toBe(`/bulk/${JOB}`));
  expect(sent).toEqual([{ act: { act: 'extend', days: 1 }, selection }]);
});

test('whoever may not act on many lines is not offered it', () => {
  open(Permission.options.filter((permission) => permission !== 'bulk.act'));
  expect(screen.queryByText('Act on these')).toBeNull();
});
