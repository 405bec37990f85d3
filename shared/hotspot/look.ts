import { z } from 'zod';
import { Instant } from '../values/time.ts';

export const HotspotLanguage = z.enum(['en', 'sw', 'bn']);
export type HotspotLanguage = z.infer<typeof HotspotLanguage>;

/** What the login page asks for. */
export const HotspotLoginBy = z.enum(['voucher', 'account', 'both']);
export type HotspotLoginBy = z.infer<typeof HotspotLoginBy>;

/** Who has no JavaScript types a code once with `word`, twice with `code`. An empty password lets nobody in. */
export const VoucherPassword = z.enum(['code', 'word']);
export type VoucherPassword = z.infer<typeof VoucherPassword>;
export const VOUCHER_WORD = 'voucher';

const hostname = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** `PUT /api/hotspot` (permission `hotspot.manage`, all branches): how the company's login pages look. */
export const HotspotLook = z.object({
  name: z.string().trim().min(1, 'Give it a name.').max(80, 'At most 80 characters.'),
  welcome: z.string().trim().max(300, 'At most 300 characters.'),
  /** Whom to call. */
  support: z.string().trim().max(120, 'At most 120 characters.'),
  /** For those whose time is over. Lines stay as they were written. */
  howToPay: z.string().trim().max(1000, 'At most 1,000 characters.').default(''),
  /** The name of the login page on the router; codes in QR lead there. Empty: not known. */
  loginHost: z
    .string()
    .trim()
    .toLowerCase()
    .refine((host) => host === '' || hostname.test(host), 'A name such as wifi.example.net.'),
  colour: z
    .string()
    .toLowerCase()
    .regex(/^#[0-9a-f]{6}$/, 'A colour such as #0f766e.'),
  /** PNG, base64; at most 20 KB. Empty: none. */
  logo: z.base64().max(27_308, 'At most 20 KB.'),
  languages: z
    .array(HotspotLanguage)
    .min(1, 'At least one language.')
    .refine((chosen) => new Set(chosen).size === chosen.length, 'Each language once.'),
  loginBy: HotspotLoginBy,
  /** What a router sends as password with a voucher: its code again, or the word below. */
  voucherPassword: VoucherPassword,
});
export type HotspotLook = z.infer<typeof HotspotLook>;

/** `GET /api/hotspot` (permission `voucher.view`). */
export const HotspotView = z.object({
  look: HotspotLook,
  /** Absent: nothing was chosen yet, these are the product's own. */
  changedAt: Instant.optional(),
});
export type HotspotView = z.infer<typeof HotspotView>;

/** `POST /api/hotspot/install` (permission `hotspot.manage`, all branches): what makes a router serve the pages. */
export const HotspotInstall = z.object({
  /** One for each kind of router. */
  kinds: z.array(
    z.object({
      vendor: z.string(),
      name: z.string(),
      /** Where the pages are fetched from; each file below it. */
      url: z.string(),
      script: z.string(),
      files: z.array(z.object({ path: z.string(), bytes: z.int() })),
    }),
  ),
});
export type HotspotInstall = z.infer<typeof HotspotInstall>;
