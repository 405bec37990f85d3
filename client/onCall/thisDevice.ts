import type { NewDevice } from '#shared/notice/contact.ts';

/** Why this browser can't show notices. */
export type DeviceObstacle = 'unsupported' | 'denied' | { readonly why: string };

const WORKER = '/noticeWorker.js';

/** The endpoint under which this browser is known, if it is subscribed. */
export async function presentEndpoint(): Promise<string | undefined> {
  if (!isSupported()) return undefined;
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  return (await registration?.pushManager.getSubscription())?.endpoint;
}

/** Asks the person, then the browser's push service; answers what the server needs to know. */
export async function subscribeThisDevice(pushKey: string): Promise<NewDevice | DeviceObstacle> {
  if (!isSupported()) return 'unsupported';
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  try {
    await navigator.serviceWorker.register(WORKER);
    const registration = await navigator.serviceWorker.ready;
    const standing = await registration.pushManager.getSubscription();
    // Made for another key (another installation): push services refuse to mix them.
    if (standing && !isFor(standing, pushKey)) await standing.unsubscribe();
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytesOf(pushKey),
    });
    const { endpoint = '', keys = {} } = subscription.toJSON();
    return {
      subscription: { endpoint, keys: { p256dh: keys['p256dh'] ?? '', auth: keys['auth'] ?? '' } },
      label: deviceLabel(navigator.userAgent),
    };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

function isSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window && window.isSecureContext;
}

function isFor(subscription: PushSubscription, pushKey: string): boolean {
  const key = subscription.options.applicationServerKey;
  if (!key) return false;
  const wanted = bytesOf(pushKey);
  return new Uint8Array(key).every((byte, at) => byte === wanted[at]);
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** `Chrome on Android`: enough to tell one's own devices apart. */
export function deviceLabel(agent: string): string {
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrome\//.test(agent)
        ? 'Chrome'
        : 'Safari';
  const systems = [
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS/, 'macOS'],
    [/Linux/, 'Linux'],
  ] as const;
  const system = systems.find(([pattern]) => pattern.test(agent))?.[1] ?? '?';
  return `${browser} on ${system}`;
}
