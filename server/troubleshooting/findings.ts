import type { Finding, FindingAct, FindingCode } from '#shared/troubleshooting/view.ts';
import type { LineSituation, SeenReject, Situation } from './situation.ts';

const RECENT_MS = 15 * 60_000;
/** A router that asked for nobody so long is not asking. */
const SILENT_MS = 30 * 60_000;

/**
 * Why a line can't come in, the first to look at first: what closes the door for everybody, then for the line, then what its
 * router heard, then the way there; and when nothing of it is so, where to look at the customer's.
 */
export function findingsOf(situation: Situation): readonly Finding[] {
  const { line } = situation;
  if (line.state === 'left') return [cause('left', { at: line.leftAt, reason: line.leftReason, act: 'return' })];
  const found = [...ofRadius(situation), ...ofLine(situation), ...ofRejects(situation), ...ofTheWay(situation)];
  const online = isOnline(situation);
  // In, and closed: in the walled garden, or about to end. What closed it comes first.
  if (online) return found.some(({ tone }) => tone === 'cause') ? [...found, online] : [online, ...found];
  if (line.accessType === 'static') return [...found, { code: 'static', tone: 'likely' }];
  const unheard = situation.rejects.length === 0 && situation.open.length === 0;
  return found.some(({ tone }) => tone === 'cause') || !unheard ? found : [...found, ...unheardOf(situation)];
}

/** In, and not refused since. */
function isOnline({ open, rejects }: Situation): Finding | undefined {
  const session = open.find(({ unknownSince }) => unknownSince === undefined);
  if (!session || rejects.some(({ lastAt }) => lastAt > session.since)) return undefined;
  const { since, nasId, nasName, address, mac } = session;
  return finding('online', 'fine', { at: since, nasId, nasName, address, mac });
}

function ofRadius({ radius, line }: Situation): readonly Finding[] {
  if (line.accessType === 'static' || radius.state === 'up') return [];
  const code = { off: 'radiusOff', down: 'radiusDown', starting: 'radiusStarting' } as const;
  return [cause(code[radius.state])];
}

const closed: Readonly<Record<string, (line: LineSituation) => Finding>> = {
  suspended: ({ suspendedAt: at, suspendedReason: reason }) => cause('suspended', { at, reason, act: 'resume' }),
  expired: ({ validUntil: at }) => cause('expired', { at, act: 'renew' }),
  pending: () => cause('pending', { act: 'activate' }),
  quotaUsed: ({ quotaPeriodUntil: at }) => cause('quotaUsed', { at, act: 'addQuota' }),
};

function ofLine({ line }: Situation): readonly Finding[] {
  const found: Finding[] = [];
  const why = line.closedReason === undefined ? undefined : closed[line.closedReason];
  if (why) found.push(why(line));
  else if (line.state === 'pending' && line.startsAtFirstUse) found.push({ code: 'waitsForFirstUse', tone: 'fine' });
  if (line.username !== undefined && !line.hasPassword) found.push(cause('noPassword', { act: 'changeCredentials' }));
  if (line.macBinding === 'fixed' && line.macs.length === 0) found.push(cause('noMacAllowed', { act: 'resetMac' }));
  return found;
}

interface Refusal {
  readonly code: FindingCode;
  readonly act?: FindingAct;
}

/** What is still so while the line is open; the other reasons are said by how the line stands. */
const refusals: Readonly<Record<string, Refusal>> = {
  wrongPassword: { code: 'wrongPassword', act: 'newPassword' },
  noCredentials: { code: 'noCredentials', act: 'newPassword' },
  methodImpossible: { code: 'methodImpossible' },
  unknownUser: { code: 'unknownUser' },
  macNotBound: { code: 'macNotBound', act: 'resetMac' },
  alreadyConnected: { code: 'alreadyConnected' },
  noAddress: { code: 'noAddress' },
  wrongRouter: { code: 'wrongRouter' },
  wrongService: { code: 'wrongService' },
  wrongAccessType: { code: 'wrongAccessType' },
  eap: { code: 'eap' },
};

/** Each reason once, by its latest refusal; none from before it last came in. */
function ofRejects({ line, open, ended, rejects, radius }: Situation): readonly Finding[] {
  const cameIn = Math.max(0, ...open.map(({ since }) => since), ended?.at ?? 0);
  const latest = new Map<string, SeenReject>();
  for (const reject of rejects) {
    const known = latest.get(reject.reason);
    if (reject.lastAt <= cameIn) continue;
    latest.set(reject.reason, known ? { ...known, times: known.times + reject.times } : reject);
  }
  return [...latest.values()].flatMap((reject) => {
    const { reason, times, lastAt: at, mac, nasId, nasName } = reject;
    const seen = { times, at, mac, nasId, nasName };
    const why = refusals[reason];
    if (!why) return reason === line.closedReason ? [] : [finding('refusedBefore', 'likely', { ...seen, reason })];
    const where = why.code === 'alreadyConnected' ? open[0] : undefined;
    return [
      cause(why.code, {
        ...seen,
        ...(where && { nasId: where.nasId, nasName: where.nasName, mac: where.mac, address: where.address }),
        ...(why.code === 'noAddress' && { reason: radius.fullPools.join(', ') || undefined }),
        act: why.act,
      }),
    ];
  });
}

const cutOff = new Set(['down', 'authFailed', 'untrusted']);

/** The routers it was seen at, and who sends in their place. */
function ofTheWay({ now, line, open, routers, radius }: Situation): readonly Finding[] {
  const found: Finding[] = [];
  for (const session of open)
    if (session.unknownSince !== undefined)
      found.push(
        finding('unknownSession', 'likely', {
          at: session.unknownSince,
          nasId: session.nasId,
          nasName: session.nasName,
        }),
      );
  for (const { id: nasId, name: nasName, state, since, askedAt, isDropped } of routers) {
    const router = { nasId, nasName };
    if (cutOff.has(state ?? '')) found.push(cause('routerDown', { ...router, at: since }));
    if (line.accessType === 'static' || radius.state !== 'up') continue;
    if (isDropped && radius.secretTrouble) found.push(cause('secretWrong', router));
    const quietSince = askedAt ?? radius.startedAt;
    if (!cutOff.has(state ?? '') && quietSince !== undefined && now - quietSince > SILENT_MS)
      found.push(finding('routerSilent', 'likely', { ...router, at: askedAt }));
  }
  const stranger = radius.strangers.find(({ lastAt }) => now - lastAt < RECENT_MS);
  const isMissed = routers.length === 0 || found.some(({ code }) => code === 'routerSilent' || code === 'routerDown');
  if (stranger && isMissed && open.length === 0 && line.accessType !== 'static')
    found.push(finding('unknownSource', 'likely', { address: stranger.address, at: stranger.lastAt }));
  return found;
}

function unheardOf({ ended }: Situation): readonly Finding[] {
  const last = ended && { at: ended.at, reason: ended.cause, nasId: ended.nasId, nasName: ended.nasName };
  return [...(last ? [finding('lastEnded', 'likely', last)] : []), { code: 'notHeard', tone: 'likely' }];
}

type Facts = { readonly [F in Exclude<keyof Finding, 'code' | 'tone'>]?: Finding[F] | undefined };

function cause(code: FindingCode, facts: Facts = {}): Finding {
  return finding(code, 'cause', facts);
}

/** Without what is not known. */
function finding(code: FindingCode, tone: Finding['tone'], facts: Facts): Finding {
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  return { code, tone, ...Object.fromEntries(known) };
}
