import { z } from 'zod';
import { ActorId } from '../values/ids.ts';
import { packageTrouble } from './packageTrouble.ts';
import { PackageRecord } from './registration.ts';
import { AccessType } from './values.ts';

/** What of a package stands in answers to routers. */
const asked = PackageRecord.pick({
  downBps: true,
  upBps: true,
  burst: true,
  limitAt: true,
  priority: true,
  profiles: true,
  quotaBytes: true,
  fup: true,
  poolId: true,
  ipv6PoolId: true,
  addressList: true,
  routerProfile: true,
  idleTimeoutS: true,
  interimS: true,
  onExpiry: true,
}).extend({ accessType: AccessType });

/** `POST /api/packages/replies` (permission `package.view`): what routers would be told, of a package as it is typed. */
export const PackageRepliesAsked = asked.superRefine((given, context) => {
  const trouble = packageTrouble(given);
  if (trouble) context.addIssue({ code: 'custom', path: [trouble.path], message: trouble.message });
});
export type PackageRepliesAsked = z.infer<typeof PackageRepliesAsked>;

/** What of a package routers of a kind have no words for. */
export const UnsaidPart = z.enum([
  'downBps',
  'upBps',
  'burst',
  'priority',
  'limitAt',
  'addressList',
  'framedPool',
  'ipv6Pool',
  'delegatedPool',
  'routerProfile',
  'idleTimeoutSeconds',
  'interimSeconds',
]);
export type UnsaidPart = z.infer<typeof UnsaidPart>;

/** What an Accept says at one time: usually, in a profile (its place in the list), beyond the quota, after the end. */
export const ReplyMoment = z.object({
  moment: z.enum(['usual', 'profile', 'quota', 'garden']),
  profile: z.int().optional(),
  attributes: z.array(z.object({ name: z.string(), value: z.string() })),
  unsaid: z.array(UnsaidPart),
});
export type ReplyMoment = z.infer<typeof ReplyMoment>;

/** One for each kind of router, those that the company has first. */
export const PackageReplies = z.array(
  z.object({
    dialect: z.string(),
    /** As people write it. */
    title: z.string(),
    /** How many routers of the company are of this kind. */
    routers: z.int(),
    moments: z.array(ReplyMoment),
  }),
);
export type PackageReplies = z.infer<typeof PackageReplies>;

/** `POST /api/packages/routers` (permission `package.manage`): whether routers have what a package names. */
export const PackageRoutersAsked = PackageRecord.pick({
  accessTypes: true,
  poolId: true,
  ipv6PoolId: true,
  addressList: true,
  routerProfile: true,
});
export type PackageRoutersAsked = z.infer<typeof PackageRoutersAsked>;

/** addressList: no firewall rule of the router looks at it, so being in it changes nothing. */
export const RouterLack = z.object({
  what: z.enum(['pool', 'ipv6Pool', 'pppProfile', 'hotspotProfile', 'addressList']),
  name: z.string(),
});
export type RouterLack = z.infer<typeof RouterLack>;

/** One for each router of the person's branches, by name. */
export const PackageRouters = z.array(
  z.object({
    id: ActorId,
    name: z.string(),
    /** complete: has everything · lacking: does not · unknown: could not be asked */
    state: z.enum(['complete', 'lacking', 'unknown']),
    lacks: z.array(RouterLack),
  }),
);
export type PackageRouters = z.infer<typeof PackageRouters>;

/** `POST /api/packages` and `PATCH /api/packages/:id`: even if a router that can be asked lacks what the package names. */
export const PackageSaving = z.object({ despiteRouters: z.enum(['true', 'false']).default('false') });
