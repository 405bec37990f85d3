import { UserId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';

interface UserNames {
  userName(id: UserId): string | undefined;
}

/**
 * A refusal that says by id who stands in the way says it by name as well, so that the screen need not wait for a row:
 * `details.by` → `details.byName`. Without names at hand the answer is the answer all the same.
 */
export async function namedRefusal(reply: Reply, names: () => Promise<UserNames>): Promise<Reply> {
  if (reply.ok) return reply;
  const by = UserId.safeParse(reply.details?.['by']);
  if (!by.success) return reply;
  const byName = await names().then(
    (known) => known.userName(by.data),
    () => undefined,
  );
  return byName === undefined ? reply : { ...reply, details: { ...reply.details, byName } };
}
