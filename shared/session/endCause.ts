import { z } from 'zod';

/** What ended a session: Acct-Terminate-Cause of its Stop (RFC 2866 §5.10), or what Lastmile concluded without one. */
export const EndCause = z.enum([
  'userRequest',
  'lostCarrier',
  'lostService',
  'idleTimeout',
  'sessionTimeout',
  'adminReset',
  'adminReboot',
  'portError',
  'nasError',
  'nasRequest',
  'nasReboot',
  'portUnneeded',
  'portPreempted',
  'portSuspended',
  'serviceUnavailable',
  'callback',
  'userError',
  'hostRequest',
  'supplicantRestart',
  'reauthenticationFailure',
  'portReinitialised',
  'portDisabled',
  /** A Stop that named none, or one nobody knows. */
  'unnamed',
  /** No Stop: nothing was heard beyond the interim deadline, of a router that answers. */
  'silent',
  /** No Stop: the router restarted. */
  'routerRestarted',
  /** No Stop: the same line or address dialled anew. */
  'replaced',
]);
export type EndCause = z.infer<typeof EndCause>;

const CONCLUDED: ReadonlySet<EndCause> = new Set(['silent', 'routerRestarted', 'replaced']);

/** Without a Stop: a session that is heard of again goes on. */
export function isConcluded(cause: EndCause | undefined): boolean {
  return cause !== undefined && CONCLUDED.has(cause);
}

/** Of the number in a Stop. */
export function endCauseOf(terminateCause: number | undefined): EndCause {
  const known = terminateCause === undefined ? undefined : EndCause.options[terminateCause - 1];
  return known === undefined || isConcluded(known) || terminateCause! > 22 ? 'unnamed' : known;
}
