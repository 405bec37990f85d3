import type { Item, Values } from '../configTable.ts';

/** What menus need to know of the router's RADIUS client. */
export interface RadiusCounting {
  counters(item: Item): RadiusCounters;
  resetCounters(): void;
}

/** What /radius monitor tells of a server since the router started. */
export class RadiusCounters {
  pending = 0;
  requests = 0;
  accepts = 0;
  rejects = 0;
  resends = 0;
  timeouts = 0;
  badReplies = 0;
  lastRequestRttMs = 0;

  get values(): Values {
    return {
      pending: String(this.pending),
      requests: String(this.requests),
      accepts: String(this.accepts),
      rejects: String(this.rejects),
      resends: String(this.resends),
      timeouts: String(this.timeouts),
      'bad-replies': String(this.badReplies),
      'last-request-rtt': `${Math.round(this.lastRequestRttMs)}ms`,
    };
  }
}
