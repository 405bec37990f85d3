import type { RadiusCounters, RadiusTest } from '#shared/nas/radiusTest.ts';

export interface RadiusEvidence {
  /** Of our servers, as the router says; undefined: it can't be asked. */
  readonly counters: readonly RadiusCounters[] | undefined;
  /** What the RADIUS server counted of this router since it started. */
  readonly server: { readonly answers: number; readonly drops: number } | undefined;
  readonly reportedAt: number | undefined;
  /** Of the session that was ended for the test; undefined: none was. */
  readonly ended: { readonly isStopped: boolean; readonly isBack: boolean } | undefined;
}

/** What is proven about authentication, and by what. */
export function authenticationProof({ counters, server, ended }: RadiusEvidence): RadiusTest['authentication'] {
  if (ended?.isBack) return { result: 'working', proof: 'cameBack' };
  const sum = (of: (one: RadiusCounters) => number): number =>
    (counters ?? []).reduce((total, one) => total + of(one), 0);
  const answers = sum(({ accepts, rejects }) => accepts + rejects);
  if (counters?.length === 0) return { result: 'failing', proof: 'notSetUp' };
  if (ended?.isStopped) return { result: 'failing', proof: 'notBack' };
  if (answers > 0 || (server?.answers ?? 0) > 0) return { result: 'working', proof: 'answered' };
  if (sum(({ badReplies }) => badReplies) > 0) return { result: 'failing', proof: 'badReplies' };
  if ((server?.drops ?? 0) > 0) return { result: 'failing', proof: 'dropped' };
  if (sum(({ timeouts }) => timeouts) > 0) return { result: 'failing', proof: 'timeouts' };
  return { result: 'unproven', proof: 'noRequest' };
}

export function accountingProof({ reportedAt, ended }: RadiusEvidence): RadiusTest['accounting'] {
  if (ended)
    return ended.isStopped ? { result: 'working', proof: 'stopped' } : { result: 'failing', proof: 'notStopped' };
  if (reportedAt !== undefined) return { result: 'working', proof: 'reported' };
  return { result: 'unproven', proof: 'noReport' };
}
