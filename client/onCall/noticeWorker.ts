/**
 * The service worker of the console: shows a notice that arrives while no page is open, and opens what it is about. It
 * caches nothing and answers no request. Built to `/noticeWorker.js`, so that its address stays the same over releases.
 */

interface PushMessage {
  readonly noticeId: string;
  readonly title: string;
  readonly text: string;
  /** A path of the console. */
  readonly link: string;
  readonly receipt: string;
}

/** What TypeScript's DOM types lack: they describe pages, not workers. */
interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface PushEvent extends ExtendableEvent {
  readonly data: { json(): unknown } | null;
}
interface NotificationClick extends ExtendableEvent {
  readonly notification: Notification;
}
interface WindowClient {
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
}
interface NoticeWorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly WindowClient[]>;
    openWindow(url: string): Promise<unknown>;
    claim(): Promise<void>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'push', listener: (event: PushEvent) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: NotificationClick) => void): void;
}

const worker = self as unknown as NoticeWorkerScope;

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('push', (event) => {
  const message = readMessage(event.data?.json());
  if (!message) return;
  const shown = worker.registration.showNotification(message.title, {
    body: message.text,
    // A repeated attempt takes the place of the first instead of ringing beside it.
    tag: message.noticeId,
    requireInteraction: true,
    data: message,
  });
  event.waitUntil(shown.then(() => tell(message, 'shown')));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const message = readMessage(event.notification.data);
  if (message) event.waitUntil(Promise.all([tell(message, 'opened'), open(message.link)]));
});

async function open(link: string): Promise<void> {
  const [page] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!page) return void (await worker.clients.openWindow(link));
  await page.focus();
  // Only a page this worker controls may be sent elsewhere; another one stays, and a new one opens.
  await page.navigate(link).catch(() => worker.clients.openWindow(link));
}

/** Best effort: without it the notice is known as delivered, not as shown. */
async function tell({ receipt }: PushMessage, what: 'shown' | 'opened'): Promise<void> {
  await fetch('/api/notices/receipt', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ receipt, what }),
  }).catch(() => undefined);
}

function readMessage(data: unknown): PushMessage | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { noticeId, title, text, link, receipt } = data as Record<string, unknown>;
  const all = [noticeId, title, text, link, receipt];
  if (!all.every((one) => typeof one === 'string')) return undefined;
  // Somewhere in this console, nowhere else.
  return String(link).startsWith('/') && !String(link).startsWith('//') ? (data as PushMessage) : undefined;
}

export {};
