import type { SessionEntry } from '#shared/auth/sessions.ts';
import { deviceName } from './deviceName.ts';
import type { ListedSession } from './sessionListStore.ts';

/** A session as people see it in a list; `current` is the one that asks. */
export function sessionEntry({ userAgent, ...session }: ListedSession, current: string): SessionEntry {
  return { ...session, device: deviceName(userAgent), current: session.id === current };
}
