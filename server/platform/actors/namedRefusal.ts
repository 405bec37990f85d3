import { UserId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';

/**
 * A refusal that says by id who stands in the way says it by name as well, so that the screen need not wait for a row:
 * `details.by` → `details.byName`.
 */
export function namedRefusal(reply: Reply, userName: (id: UserId) => string | undefined): Reply {
  if (reply.ok) return reply;
  const by = UserId.safeParse(reply.details?.['by']);
  const byName = by.success ? userName(by.data) : undefined;
  return byName === undefined ? reply : { ...reply, details: { ...reply.details, byName } };
}
