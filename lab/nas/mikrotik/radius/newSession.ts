import type { Grant } from './grant.ts';
import { noUsage, type Login, type NasSession, type SessionItems } from './nasSession.ts';

export interface Opened {
  readonly login: Login;
  readonly grant: Grant;
  readonly address: string;
  readonly startedAt: number;
  readonly items: SessionItems;
}

export const newSession = (opened: Opened): NasSession => ({
  ...opened,
  rate: opened.grant.rate,
  addressLists: opened.grant.addressLists,
  sessionTimeout: opened.grant.sessionTimeout ?? 0,
  idleTimeout: opened.grant.idleTimeout ?? 0,
  limits: opened.grant.limits,
  filterId: opened.grant.filterId,
  endedAt: undefined,
  tally: { sent: noUsage, acknowledged: noUsage, isStartAcknowledged: false, isStopAcknowledged: false },
});
