import type { Clock } from '#actors/system/clock.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { IntentDriver, IntentOutcome, IntentTask } from '../../deviceIntent/deviceIntentFeature.ts';
import type { IncomingAnswer, IncomingRequest } from '../control/controlMessage.ts';
import { encodeAttributes } from '../reply/encodeAttributes.ts';
import { errorCauseText } from './errorCauseText.ts';
import type { NasPace } from './nasPace.ts';
import { SessionChange } from './sessionChange.ts';

export interface SessionActsOptions {
  readonly clock: Clock;
  readonly pace: NasPace;
  readonly ask: (request: IncomingRequest) => Promise<IncomingAnswer>;
  /** Whether a newer policy than this was planned for the session since. */
  readonly isSuperseded: (tenant: TenantId, change: SessionChange) => boolean;
  /** The router's own word on a session that took a CoA. */
  readonly readBack: (tenant: TenantId, change: SessionChange, signal: AbortSignal) => Promise<ReadBack>;
  /** A session was ended so that it comes back by its present policy. */
  readonly comesBack: (tenant: TenantId, change: SessionChange) => void;
}

/** differs: the router has taken it and does something else · unread: it has no interface to ask, or it is busy */
export type ReadBack =
  | { readonly result: 'same'; readonly proof: string }
  | { readonly result: 'differs'; readonly found: string }
  | { readonly result: 'unread'; readonly why: string };

const COA = 43;
const DISCONNECT = 40;
/** RFC 5176 §3.5: Session-Context-Not-Found. */
const NO_SESSION = 503;
const TRIES = { timeoutMs: 1_500, tries: 3 };

/** `session.coa` and `session.disconnect`: one running session is brought to its present policy, or ended. */
export function sessionActs(options: SessionActsOptions): readonly IntentDriver[] {
  return ['session.coa', 'session.disconnect'].map((act) => ({
    act,
    timeoutMs: 60_000,
    carryOut: (task) => carryOut(options, task),
  }));
}

/** Nothing has to be asked of the router first. */
export function beginningOf({ version }: Pick<SessionChange, 'version'>): { readonly version: number } {
  return { version };
}

async function carryOut(options: SessionActsOptions, task: IntentTask): Promise<IntentOutcome> {
  const { clock, isSuperseded } = options;
  const change = SessionChange.parse(task.intent.input);
  if (isSuperseded(task.tenant, change))
    return { outcome: 'undone', why: 'The policy has changed again, and the newer one is sent.', readAt: clock.now() };
  await task.begin(beginningOf(change));
  return change.changes === undefined
    ? await end(options, task, change, change.why)
    : await bring(options, task, change, change.changes);
}

async function bring(
  options: SessionActsOptions,
  task: IntentTask,
  change: SessionChange,
  changes: string,
): Promise<IntentOutcome> {
  const answer = await send(options, change, COA, changes);
  if (answer.outcome === 'timedOut') return { outcome: 'unreachable', why: 'The router does not answer.' };
  if (answer.outcome === 'unknownNas') return notRegistered(options);
  if (answer.outcome === 'nacked') {
    if (answer.errorCause === NO_SESSION) return over(options);
    return await end(options, task, change, `The router refuses to change it (${errorCauseText(answer.errorCause)}).`);
  }
  const seen = await options.readBack(task.tenant, change, task.signal);
  const readAt = options.clock.now();
  switch (seen.result) {
    case 'same':
      return { outcome: 'done', proof: seen.proof, readAt };
    case 'unread':
      return { outcome: 'done', proof: `The router has taken it (CoA-ACK). ${seen.why}`, readAt };
    case 'differs':
      return await end(options, task, change, `The router took the change and shows ${seen.found}.`);
  }
}

/** The customer's equipment dials again at once, and is let in by the present policy or not at all. */
async function end(
  options: SessionActsOptions,
  { tenant }: IntentTask,
  change: SessionChange,
  why: string,
): Promise<IntentOutcome> {
  const answer = await send(options, change, DISCONNECT, '');
  const readAt = options.clock.now();
  if (answer.outcome === 'acked') options.comesBack(tenant, change);
  switch (answer.outcome) {
    case 'acked':
      return { outcome: 'done', proof: `The router has ended the session (Disconnect-ACK). ${why}`, readAt };
    case 'timedOut':
      return { outcome: 'unreachable', why: 'The router does not answer.' };
    case 'unknownNas':
      return notRegistered(options);
    case 'nacked':
      if (answer.errorCause === NO_SESSION) return over(options);
      return {
        outcome: 'failed',
        why: `${why} It refuses to end the session, too: ${errorCauseText(answer.errorCause)}.`,
        differences: [{ path: `session ${change.acctSessionId}`, wanted: `policy ${change.version}`, found: 'older' }],
      };
  }
}

async function send(
  { pace, ask }: SessionActsOptions,
  change: SessionChange,
  code: IncomingRequest['code'],
  changes: string,
): Promise<IncomingAnswer> {
  const named = encodeAttributes((writer) => {
    const { username, acctSessionId, ipv4 } = change;
    if (username !== undefined) writer.text(standardAttribute.userName, username);
    writer.text(standardAttribute.acctSessionId, acctSessionId);
    // Hotspots of RouterOS want it.
    if (ipv4 !== undefined) writer.ipv4(standardAttribute.framedIpAddress, ipv4);
  });
  const attributes = Buffer.concat([named, Buffer.from(changes, 'base64')]).toString('base64');
  return await pace.run(change.nasId, () => ask({ nasId: change.nasId, code, attributes, ...TRIES }));
}

function over({ clock }: SessionActsOptions): IntentOutcome {
  return { outcome: 'done', proof: 'The router has no such session any more.', readAt: clock.now() };
}

function notRegistered({ clock }: SessionActsOptions): IntentOutcome {
  return { outcome: 'undone', why: 'The router is not registered any more.', readAt: clock.now() };
}
