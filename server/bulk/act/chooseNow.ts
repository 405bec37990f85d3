import { MOST_LINES } from '#shared/bulk/importSettings.ts';
import type { SubscriptionFilter } from '#shared/subscription/view.ts';
import type { ActorId, BranchId } from '#shared/values/ids.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';
import { candidatePage } from '../../subscription/subscriptionFeature.ts';
import { bulkRefusal } from '../bulkRefusal.ts';
import { insertChosen } from './chosenStore.ts';

const PER_READ = 2_000;

export interface Choosing {
  readonly filter: SubscriptionFilter;
  readonly scope: readonly BranchId[] | 'all';
  /** Who is in, as it was when the act was asked for. */
  readonly online: ReadonlySet<string>;
  readonly now: number;
}

/**
 * Writes down who fits a filter by who is online: that is another set when the job is at its end, or after a restart.
 * Throws HttpProblem.
 */
export async function chooseNow(tx: TenantTx, job: ActorId, choosing: Choosing): Promise<void> {
  let place = 1;
  for await (const ids of linesOf(tx, choosing)) {
    if (place - 1 + ids.length > MOST_LINES) throw bulkRefusal('bulk/too-many-lines');
    await insertChosen(tx, job, place, ids);
    place += ids.length;
  }
  if (place === 1) throw bulkRefusal('bulk/nothing-selected');
}

/** Those that are in are looked up; those that are not are all others. */
async function* linesOf(tx: TenantTx, { filter, scope, online, now }: Choosing): AsyncGenerator<readonly ActorId[]> {
  const page = { filter, scope, now, sort: 'number' as const, limit: PER_READ };
  if (filter.online === true) {
    const wanted = [...online];
    for (let from = 0; from < wanted.length; from += PER_READ) {
      const only = wanted.slice(from, from + PER_READ);
      yield (await candidatePage(tx, { ...page, after: undefined, only })).map(({ id }) => id);
    }
    return;
  }
  for (let after: Awaited<ReturnType<typeof candidatePage>>[number]['cursor'] | undefined; ;) {
    const found = await candidatePage(tx, { ...page, after });
    yield found.flatMap(({ id }) => (online.has(id) ? [] : [id]));
    if (found.length < PER_READ) return;
    after = found.at(-1)?.cursor;
  }
}
