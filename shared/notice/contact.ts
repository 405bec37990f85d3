import { z } from 'zod';
import { UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';

/** E.164: `+` and up to 15 digits; spaces and dashes are taken out. Empty: none. */
export const NoticePhone = z
  .string()
  .max(40)
  .transform((text) => text.replaceAll(/[\s()-]/g, ''))
  .refine((text) => /^(\+[1-9]\d{6,14})?$/.test(text), 'With country code, like +254 700 123456.');

const base64url = (bytes: number): z.ZodString =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+=*$/)
    .max(Math.ceil((bytes * 4) / 3) + 2);

/** What the browser's push manager hands out (Push API `PushSubscription.toJSON()`). */
export const NewDevice = z.object({
  subscription: z.object({
    endpoint: z.url({ protocol: /^https?$/ }).max(2000),
    keys: z.object({ p256dh: base64url(65).min(80), auth: base64url(16).min(20) }),
  }),
  /** What the person calls it, or what it is: `Chrome on Android`. */
  label: z.string().trim().min(1).max(80),
});
export type NewDevice = z.infer<typeof NewDevice>;

export const NoticeDevice = z.object({
  id: z.uuid(),
  label: z.string(),
  createdAt: Instant,
  lastDeliveredAt: Instant.optional(),
});
export type NoticeDevice = z.infer<typeof NoticeDevice>;

/** `GET /api/notices/me`: how notices reach whoever asks. */
export const MyNotices = z.object({
  email: z.string(),
  emailWorks: z.boolean(),
  phone: z.string(),
  devices: z.array(NoticeDevice),
  /** For `applicationServerKey`. */
  pushKey: z.string(),
});
export type MyNotices = z.infer<typeof MyNotices>;

/** `GET /api/notices/ways`: which ways there are, and whom they reach; numbers and endpoints stay with their owners. */
export const NoticeWays = z.object({
  emailWorks: z.boolean(),
  webhooks: z.array(z.object({ id: z.uuid(), name: z.string() })),
  people: z.array(z.object({ userId: UserId, devices: z.int(), phone: z.boolean() })),
});
export type NoticeWays = z.infer<typeof NoticeWays>;
