import { z } from 'zod';
import { Permission } from '../tenant/permissions.ts';
import { BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';

const name = z.string().trim().min(1, 'Give it a name.').max(60, 'At most 60 characters.');
const Branches = z.union([z.literal('all'), z.array(BranchId).min(1).max(1_000)]);

/** `api`: a program acts for the person who made it. `wall`: a screen looks, and belongs to nobody. */
export const TokenKind = z.enum(['api', 'wall']);
export type TokenKind = z.infer<typeof TokenKind>;

/** What a wall may be given: to look. */
export const WallPermission = Permission.extract([
  'alarm.view',
  'alarm.viewComments',
  'nas.view',
  'maintenance.view',
  'onCall.view',
]);
export type WallPermission = z.infer<typeof WallPermission>;

const common = { name, branches: Branches.default('all'), expiresAt: Instant.optional() };

/** `POST /api/tokens`. An API token never gives more than its maker has at the moment of use. */
export const CreateToken = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('api'), ...common, permissions: z.array(Permission).min(1) }),
  z.object({ kind: z.literal('wall'), ...common, permissions: z.array(WallPermission).min(1) }),
]);
export type CreateToken = z.infer<typeof CreateToken>;

/** One entry of `GET /api/tokens`. */
export const TokenView = z.object({
  id: z.uuid(),
  kind: TokenKind,
  name: z.string(),
  /** The first letters, to tell tokens apart. */
  hint: z.string(),
  createdBy: z.object({ id: UserId, name: z.string() }),
  permissions: z.array(Permission),
  branches: Branches.or(z.array(BranchId)),
  createdAt: Instant,
  expiresAt: Instant.optional(),
  lastUsedAt: Instant.optional(),
  lastUsedFrom: z.string().optional(),
  /** Screens that are open with it. */
  screens: z.int(),
});
export type TokenView = z.infer<typeof TokenView>;

/** The answer to `POST /api/tokens`: the only time the secret is shown. For a wall it is the link to open on the screen. */
export const CreatedToken = z.object({ token: TokenView, secret: z.string(), link: z.string().optional() });
export type CreatedToken = z.infer<typeof CreatedToken>;

/**
 * `POST /api/wall/enter`, with what stands behind `#` of the link `/wall?…#lmw_…`: answers a SessionView of kind `wall`
 * and sets a cookie that may only look. A browser in which a person is logged in keeps that session and gets its view.
 */
export const EnterWall = z.object({ token: z.string().regex(/^lmw_[A-Za-z0-9_-]{43}$/, 'Not a wall link.') });
export type EnterWall = z.infer<typeof EnterWall>;
