import { isDeepStrictEqual } from 'node:util';
import { attributeKeys } from './attributeKeys.ts';
import { encodeAttributes } from './encodeAttributes.ts';
import type { ProfileKey, ReplyDialect, ReplyPart } from './replyDialect.ts';
import type { ServiceProfile } from './serviceProfile.ts';

/**
 * How a session that is up comes to another profile. `changes` are the attributes of a CoA beside those that identify the
 * session; a router that refuses it is told to disconnect. `because` names what no CoA changes on these routers.
 */
export type CoaPlan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'coa'; readonly changes: Uint8Array }
  | { readonly kind: 'disconnect'; readonly because: readonly ProfileKey[] };

/** Thousands of sessions go from one profile to another at once; profiles are never changed. */
const known = new WeakMap<ReplyDialect, WeakMap<ServiceProfile, WeakMap<ServiceProfile, CoaPlan>>>();

/** `before` is what the session's Accept, or the last CoA that was acknowledged, said. */
export function planChange(dialect: ReplyDialect, before: ServiceProfile, after: ServiceProfile): CoaPlan {
  const ofDialect = known.get(dialect) ?? new WeakMap<ServiceProfile, WeakMap<ServiceProfile, CoaPlan>>();
  known.set(dialect, ofDialect);
  const plans = ofDialect.get(before) ?? new WeakMap<ServiceProfile, CoaPlan>();
  ofDialect.set(before, plans);
  const plan = plans.get(after) ?? workOut(dialect, before, after);
  plans.set(after, plan);
  return plan;
}

function workOut(dialect: ReplyDialect, before: ServiceProfile, after: ServiceProfile): CoaPlan {
  const changed = dialect.parts.filter((part) => !saysTheSame(part, before, after));
  const because = changed
    .filter((part) => needsNewSession(part, before, after))
    .flatMap(({ about }) => about.filter((key) => !isDeepStrictEqual(before[key], after[key])));
  if (because.length > 0) return { kind: 'disconnect', because };
  const changes = encodeAttributes((writer) => {
    for (const part of changed) if (part.change === 'coa') part.write(after, writer, true);
  });
  return changes.length === 0 ? { kind: 'nothing' } : { kind: 'coa', changes };
}

function saysTheSame(part: ReplyPart, before: ServiceProfile, after: ServiceProfile): boolean {
  return Buffer.compare(said(part, before, false), said(part, after, false)) === 0;
}

function needsNewSession(part: ReplyPart, before: ServiceProfile, after: ServiceProfile): boolean {
  if (part.change !== 'coa') return part.change === 'disconnect';
  // An attribute that the session has and the CoA does not name would stay in force.
  const left = attributeKeys(said(part, after, true));
  return attributeKeys(said(part, before, false)).some((key) => {
    const at = left.indexOf(key);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function said(part: ReplyPart, profile: ServiceProfile, isChange: boolean): Uint8Array {
  return encodeAttributes((writer) => part.write(profile, writer, isChange));
}
