import { z } from 'zod';
import { UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { CoverOffer } from './coverOffer.ts';
import { Policy } from './policy.ts';
import { Rota } from './rota.ts';

/** Whether somebody outside would notice that Lastmile itself is down. */
export const HeartbeatView = z.object({
  configured: z.boolean(),
  everyMs: z.int(),
  /** Whom it is sent to. */
  host: z.string().optional(),
  sentAt: Instant.optional(),
  answeredAt: Instant.optional(),
  /** Not sent then, because the server was not well. */
  withheldAt: Instant.optional(),
  trouble: z.string().optional(),
});
export type HeartbeatView = z.infer<typeof HeartbeatView>;

/** Somebody who can be on call or be told. */
export const OnCallPerson = z.object({
  id: UserId,
  name: z.string(),
  roleName: z.string(),
  disabled: z.boolean(),
  /** Browsers that show push notices. */
  devices: z.int(),
  phone: z.boolean(),
});
export type OnCallPerson = z.infer<typeof OnCallPerson>;

/** `GET /api/on-call`: everything the on-call screens show; who is on call when follows from it (duty.ts). */
export const OnCallView = z.object({
  rotas: z.array(Rota),
  covers: z.array(CoverOffer),
  policies: z.array(Policy),
  people: z.array(OnCallPerson),
  roles: z.array(z.object({ id: z.uuid(), name: z.string() })),
  branches: z.array(z.object({ id: z.uuid(), name: z.string(), timeZone: z.string() })),
  emailWorks: z.boolean(),
  webhooks: z.array(z.object({ id: z.uuid(), name: z.string() })),
  heartbeat: HeartbeatView,
});
export type OnCallView = z.infer<typeof OnCallView>;
