import { afterAll, beforeEach, expect, test, vi } from 'vitest';

type Listener = (event: object) => void;

const listeners = new Map<string, Listener>();
const page = {
  focus: vi.fn<() => Promise<void>>(async () => undefined),
  navigate: vi.fn<() => Promise<void>>(async () => undefined),
};
const scope = {
  addEventListener: (type: string, listener: Listener) => void listeners.set(type, listener),
  registration: { showNotification: vi.fn<() => Promise<void>>(async () => undefined) },
  clients: {
    matchAll: vi.fn<() => Promise<(typeof page)[]>>(async () => []),
    openWindow: vi.fn<() => Promise<void>>(async () => undefined),
    claim: vi.fn<() => void>(),
  },
  skipWaiting: vi.fn<() => void>(),
};
const receipts = vi.fn<(path: string, request: { readonly body: string }) => Promise<void>>(async () => undefined);
const message = { noticeId: 'n1', title: 'CRITICAL OLT-1', text: 'LOS', link: '/n/n1', receipt: 'r1' };

vi.stubGlobal('self', scope);
vi.stubGlobal('fetch', receipts);
await import('#client/onCall/noticeWorker.ts');
afterAll(() => void vi.unstubAllGlobals());

beforeEach(
  () =>
    void [scope.registration.showNotification, scope.clients.openWindow, receipts, page.navigate].map((one) =>
      one.mockClear(),
    ),
);

/** Hands the worker an event and waits for what it asked to be waited for. */
async function hand(type: string, event: object): Promise<void> {
  const waited: Promise<unknown>[] = [];
  listeners.get(type)!({ ...event, waitUntil: (promise: Promise<unknown>) => void waited.push(promise) });
  await Promise.all(waited);
}
const push = (data: unknown): Promise<void> => hand('push', { data: { json: () => data } });
const click = (data: unknown): Promise<void> =>
  hand('notificationclick', { notification: { data, close: () => undefined } });
const told = (): unknown[] => receipts.mock.calls.map(([path, { body }]) => [path, JSON.parse(body) as unknown]);

test('a push message is shown under its own tag, and the server hears that it was', async () => {
  await push(message);
  expect(scope.registration.showNotification).toHaveBeenCalledWith(
    'CRITICAL OLT-1',
    expect.objectContaining({ body: 'LOS', tag: 'n1', data: message }),
  );
  expect(told()).toEqual([['/api/notices/receipt', { receipt: 'r1', what: 'shown' }]]);
});

test('a click says that it was opened and goes there, in the open console or in a new window', async () => {
  await click(message);
  expect(scope.clients.openWindow).toHaveBeenCalledWith('/n/n1');
  scope.clients.matchAll.mockResolvedValueOnce([page]);
  await click(message);
  expect(page.navigate).toHaveBeenCalledWith('/n/n1');
  expect(told()).toEqual(Array(2).fill(['/api/notices/receipt', { receipt: 'r1', what: 'opened' }]));
});

test.for([
  ['is no message', 'hello'],
  ['lacks a text', { ...message, text: undefined }],
  ['leads to another site', { ...message, link: 'https://elsewhere.test/' }],
  ['leads to another host', { ...message, link: '//elsewhere.test/' }],
])('what %s is not shown', async ([, data]) => {
  await push(data);
  await click(data);
  expect(scope.registration.showNotification).not.toHaveBeenCalled();
  expect(scope.clients.openWindow).not.toHaveBeenCalled();
});
