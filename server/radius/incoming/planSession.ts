import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { WALLED_GARDEN_LIST } from '#shared/radius/walledGarden.ts';
import { ActorId } from '#shared/values/ids.ts';
import type { OutdatedSession } from '../control/controlMessage.ts';
import { planChange } from '../reply/coaPlan.ts';
import { encodeAttributes } from '../reply/encodeAttributes.ts';
import type { ReplyDialect } from '../reply/replyDialect.ts';
import type { ServiceProfile } from '../reply/serviceProfile.ts';
import type { SessionChange } from './sessionChange.ts';

export interface PlanParts {
  readonly session: OutdatedSession;
  readonly dialect: ReplyDialect;
  /** What a template wants, and wanted before its package was changed last. */
  readonly profile: (
    template: number,
  ) => { readonly now: ServiceProfile; readonly before?: ServiceProfile } | undefined;
}

/** How a running session comes to its present policy; undefined: it has nothing to hear. */
export function planSession(parts: PlanParts): SessionChange | undefined {
  const { session } = parts;
  const { after, mustEnd, endsAt } = session;
  if (after === undefined) return disconnect(session, 'It is not let in any more.');
  if (mustEnd)
    return disconnect(session, 'Its address or routes have changed, which a running session does not learn.');
  const wanted = parts.profile(after)?.now;
  if (!wanted) return undefined;
  const plan = changesOf(parts, wanted);
  const garden = gardenOf(parts, wanted);
  if (plan.kind === 'disconnect')
    return { ...disconnect(session, `Only a new session has the changed ${plan.because.join(', ')}.`), ...garden };
  const timeout = endsAt === undefined ? Buffer.alloc(0) : sessionTimeout(session.startedAt, endsAt);
  const changes = Buffer.concat([plan.kind === 'coa' ? plan.changes : Buffer.alloc(0), timeout]);
  if (changes.length === 0) return undefined;
  const { downBps, upBps } = wanted;
  return {
    ...identityOf(session),
    changes: changes.toString('base64'),
    ...(plan.kind === 'coa' && downBps !== undefined && upBps !== undefined ? { rates: { downBps, upBps } } : {}),
    ...garden,
    why: 'Its policy has changed.',
  };
}

function changesOf(parts: PlanParts, wanted: ServiceProfile): ReturnType<typeof planChange> {
  const was = formerOf(parts, wanted);
  return was ? planChange(parts.dialect, was, wanted) : everything(parts.dialect, wanted);
}

/** Undefined: not known. */
function formerOf({ session, profile }: PlanParts, wanted: ServiceProfile): ServiceProfile | undefined {
  const { before, after } = session;
  if (before === undefined) return undefined;
  // The same template: if anything, its package has changed.
  return before === after ? (profile(before)?.before ?? wanted) : profile(before)?.now;
}

function gardenOf(parts: PlanParts, wanted: ServiceProfile): Pick<SessionChange, 'garden'> {
  const was = formerOf(parts, wanted);
  if (wanted.addressList === WALLED_GARDEN_LIST) return was?.addressList === WALLED_GARDEN_LIST ? {} : { garden: 'in' };
  return was === undefined ? { garden: 'out' } : {};
}

/** What the session has is not known: all that these routers take by CoA is said. */
function everything(dialect: ReplyDialect, wanted: ServiceProfile): ReturnType<typeof planChange> {
  const changes = encodeAttributes((writer) => {
    for (const part of dialect.parts) if (part.change === 'coa') part.write(wanted, writer, true);
  });
  return changes.length === 0 ? { kind: 'nothing' } : { kind: 'coa', changes };
}

/** Routers count from the beginning of the session; 0 is without end. */
function sessionTimeout(startedAt: number, endsAt: number): Uint8Array {
  const seconds = endsAt === 0 ? 0 : Math.max(1, Math.ceil((endsAt - startedAt) / 1_000));
  return encodeAttributes((writer) => writer.u32(standardAttribute.sessionTimeout, Math.min(seconds, 0x7fff_ffff)));
}

function disconnect(session: OutdatedSession, why: string): SessionChange {
  return { ...identityOf(session), why };
}

function identityOf(session: OutdatedSession): Omit<SessionChange, 'why'> {
  const { nasId, acctSessionId, startedAt, username, ipv4, subscriptionId, newest } = session;
  return {
    ...{ nasId: ActorId.parse(nasId), acctSessionId, startedAt, subscriptionId, version: newest },
    ...(username === undefined ? {} : { username }),
    ...(ipv4 === undefined ? {} : { ipv4 }),
  };
}
