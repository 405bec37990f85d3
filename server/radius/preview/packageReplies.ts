import type { PackageReplies, PackageRepliesAsked, ReplyMoment } from '#shared/package/onRouters.ts';
import { ActorId } from '#shared/values/ids.ts';
import type { FeedPackage, FeedPool } from '../feed/radiusFeedStore.ts';
import type { TemplateKey } from '../feed/replyKey.ts';
import { serviceProfileOf } from '../feed/serviceProfileOf.ts';
import { describeReply } from '../reply/describeReply.ts';
import type { ReplyDialect } from '../reply/replyDialect.ts';
import { replyDialectOf, replyDialects } from '../reply/vendors/all.ts';

/** Of a package that is not on record yet. */
const draft = ActorId.parse('00000000-0000-7000-8000-000000000000');

/** What each kind of router would be told, by the code that tells them. `vendors`: of the company's routers, one each. */
export function packageReplies(
  asked: PackageRepliesAsked,
  pools: readonly FeedPool[],
  vendors: readonly string[],
): PackageReplies {
  const known = new Map(pools.map((pool) => [pool.id, pool]));
  const counts = new Map<string, number>();
  for (const vendor of vendors) {
    const { name } = replyDialectOf(vendor);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const all = replyDialects.map((dialect) => ({
    ...{ dialect: dialect.name, title: dialect.title, routers: counts.get(dialect.name) ?? 0 },
    moments: momentsOf(asked).map((one) => momentFor(dialect, asked, one, known)),
  }));
  return all.toSorted((one, other) => other.routers - one.routers);
}

type Moment = Pick<ReplyMoment, 'moment' | 'profile'>;

function momentsOf({ profiles, fup, onExpiry }: PackageRepliesAsked): readonly Moment[] {
  return [
    { moment: 'usual' },
    ...profiles.map((_, profile) => ({ moment: 'profile' as const, profile })),
    ...(fup?.act === 'throttle' ? [{ moment: 'quota' as const }] : []),
    ...(onExpiry === 'walledGarden' ? [{ moment: 'garden' as const }] : []),
  ];
}

function momentFor(
  dialect: ReplyDialect,
  asked: PackageRepliesAsked,
  moment: Moment,
  pools: ReadonlyMap<ActorId, FeedPool>,
): ReplyMoment {
  const { accessType, quotaBytes: _, onExpiry: _o, ...fields } = asked;
  const bought: FeedPackage = { ...fields, id: draft, accessTypes: [accessType] };
  const key: TemplateKey = {
    ...{ packageId: draft, accessType, garden: moment.moment === 'garden' },
    tier: moment.moment === 'quota' ? 'fup' : 'full',
    profile: moment.profile,
  };
  const { attributes, unsaid } = describeReply(dialect, serviceProfileOf(key, bought, pools));
  const parts = unsaid.flatMap((part) => (part === 'accessType' ? [] : [part]));
  return { ...moment, attributes: [...attributes], unsaid: parts };
}
