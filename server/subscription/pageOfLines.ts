import type { ActorId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { ListCursor } from './listCursor.ts';
import {
  type Candidate,
  candidatePage,
  type ListedSubscription,
  listedSubscriptions,
  subscriptionPage,
  type SubscriptionPageOf,
} from './subscriptionListStore.ts';

/** Which lines are in, at the moment of the question. */
export interface OnlineNow {
  readonly latestFirst: readonly { readonly id: string; readonly since: number }[];
  has(id: ActorId): boolean;
  sinceOf(id: ActorId): number | undefined;
}

/** So few are asked for by name; more are looked at as they come in the list's order. */
const MOST_BY_NAME = 2_000;
const FIRST_LOOK = 500;
const LONGEST_LOOK = 20_000;

/**
 * A page of the list, also by who is in, which only memory knows: rows of the database are looked at in the list's order
 * until the page is full, or, in the order in which they came, those who are in are looked up.
 */
export async function pageOfLines(
  tx: TenantTx,
  page: SubscriptionPageOf,
  online: OnlineNow,
): Promise<readonly ListedSubscription[]> {
  const wanted = page.filter.online;
  if (page.sort === 'online') return wanted === false ? [] : await inOrderOfComing(tx, page, online);
  if (wanted === undefined) return await subscriptionPage(tx, page);
  const { latestFirst } = online;
  if (wanted && latestFirst.length <= MOST_BY_NAME)
    return await subscriptionPage(tx, { ...page, only: latestFirst.map(({ id }) => id) });
  return await asTheyStand(tx, page, ({ id }) => online.has(id) === wanted);
}

async function asTheyStand(
  tx: TenantTx,
  page: SubscriptionPageOf,
  isWanted: (candidate: Candidate) => boolean,
): Promise<readonly ListedSubscription[]> {
  const found: ActorId[] = [];
  let { after } = page;
  let look = FIRST_LOOK;
  for (;;) {
    const some = await candidatePage(tx, { ...page, after, limit: look });
    found.push(...some.filter(isWanted).map(({ id }) => id));
    if (found.length >= page.limit || some.length < look) break;
    after = some.at(-1)!.cursor;
    look = Math.min(LONGEST_LOOK, look * 4);
  }
  return await listed(tx, found.slice(0, page.limit));
}

async function inOrderOfComing(
  tx: TenantTx,
  page: SubscriptionPageOf,
  { latestFirst }: OnlineNow,
): Promise<readonly ListedSubscription[]> {
  const found: ActorId[] = [];
  const from = page.after === undefined ? 0 : placeAfter(latestFirst, page.after);
  let look = FIRST_LOOK;
  for (let at = from; at < latestFirst.length && found.length < page.limit;) {
    const some = latestFirst.slice(at, at + look);
    const only = some.map(({ id }) => id);
    const there = await candidatePage(tx, { ...page, sort: 'newest', after: undefined, only, limit: look });
    const ids = new Set<string>(there.map(({ id }) => id));
    found.push(...some.filter(({ id }) => ids.has(id)).map(({ id }) => id as ActorId));
    at += look;
    look = Math.min(LONGEST_LOOK, look * 4);
  }
  return await listed(tx, found.slice(0, page.limit));
}

/** Where those begin who came before the cursor's; it may have gone meanwhile. */
function placeAfter(latestFirst: OnlineNow['latestFirst'], { value, id }: ListCursor): number {
  const since = Number(value);
  const at = latestFirst.findIndex((line) => line.since < since || (line.since === since && line.id > id));
  return at < 0 ? latestFirst.length : at;
}

/** In the order of the ids. */
async function listed(tx: TenantTx, ids: readonly ActorId[]): Promise<readonly ListedSubscription[]> {
  const rows = new Map((await listedSubscriptions(tx, ids)).map((row) => [row.id, row]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}
