import { z } from 'zod';
import { AlarmFilter, AlarmSort } from '../alarm/view.ts';
import { ApprovalFilter } from '../approval/view.ts';
import { DeviceIntentFilter } from '../deviceIntent/view.ts';
import { MaintenanceFilter } from '../maintenance/view.ts';
import { NasFilter, NasSort } from '../nas/view.ts';
import { NoticeFilter } from '../notice/view.ts';
import { SessionFilter, SessionSort } from '../session/view.ts';
import { SubscriptionFilter, SubscriptionSort } from '../subscription/view.ts';
import { ActorId } from '../values/ids.ts';

export const Window = z.object({ offset: z.int().min(0).max(1_000_000), limit: z.int().min(1).max(200) });
export type Window = z.infer<typeof Window>;

/** What a screen may subscribe to. One line per view; the server's list of sources is server/features.ts. */
export const ViewRequest = z.discriminatedUnion('view', [
  z.object({ view: z.literal('alarms'), filter: AlarmFilter, sort: AlarmSort, window: Window }),
  z.object({ view: z.literal('alarm'), id: ActorId }),
  z.object({ view: z.literal('wall') }),
  z.object({ view: z.literal('deviceIntents'), filter: DeviceIntentFilter }),
  z.object({ view: z.literal('inspector.tree') }),
  z.object({ view: z.literal('inspector.actor'), address: z.string().max(200) }),
  z.object({ view: z.literal('inspector.setAside') }),
  z.object({ view: z.literal('approvals'), filter: ApprovalFilter }),
  z.object({ view: z.literal('maintenance.list'), filter: MaintenanceFilter, window: Window }),
  z.object({ view: z.literal('maintenance'), id: ActorId }),
  z.object({ view: z.literal('nas.list'), filter: NasFilter, sort: NasSort, window: Window }),
  z.object({ view: z.literal('nas'), id: ActorId }),
  z.object({ view: z.literal('nas.rates'), id: ActorId }),
  z.object({ view: z.literal('nas.actives'), id: ActorId, text: z.string().trim().max(100), window: Window }),
  z.object({ view: z.literal('nas.counts') }),
  z.object({ view: z.literal('nas.map') }),
  z.object({
    view: z.literal('subscriptions'),
    filter: SubscriptionFilter,
    sort: SubscriptionSort,
    /** `next` of the page before. */
    after: z.string().max(300).optional(),
    limit: z.int().min(1).max(200),
  }),
  z.object({ view: z.literal('subscription'), id: ActorId }),
  z.object({ view: z.literal('subscriptions.counts') }),
  z.object({ view: z.literal('troubleshooting'), id: ActorId }),
  z.object({ view: z.literal('subscription.rate'), id: ActorId }),
  z.object({ view: z.literal('customer'), id: ActorId }),
  z.object({ view: z.literal('customers.counts') }),
  z.object({ view: z.literal('sessions'), filter: SessionFilter, sort: SessionSort, window: Window }),
  z.object({ view: z.literal('sessions.counts') }),
  z.object({ view: z.literal('packages') }),
  z.object({ view: z.literal('radiusHealth') }),
  z.object({ view: z.literal('ipPools') }),
  z.object({ view: z.literal('bulk.jobs') }),
  z.object({ view: z.literal('bulk.job'), id: ActorId }),
  z.object({ view: z.literal('notices'), filter: NoticeFilter, window: Window }),
]);
export type ViewRequest = z.infer<typeof ViewRequest>;
