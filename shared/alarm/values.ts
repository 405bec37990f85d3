import { z } from 'zod';

/** ITU-T X.733 perceived severities a standing alarm can have, worst first (`cleared` is a state here). */
export const AlarmSeverity = z.enum(['critical', 'major', 'minor', 'warning', 'indeterminate']);
export type AlarmSeverity = z.infer<typeof AlarmSeverity>;

/**
 * raised: nobody has seen it · acknowledged: somebody has · claimed: somebody works on it ·
 * shelved: hidden until a time · cleared: the cause is gone (kept as history, reopened by the next raise)
 */
export const AlarmState = z.enum(['raised', 'acknowledged', 'claimed', 'shelved', 'cleared']);
export type AlarmState = z.infer<typeof AlarmState>;

/** Names what is in trouble, e.g. `OLT-Westlands/0/1/3`. */
export const AlarmSource = z.string().trim().min(1).max(200);
/** Names what is wrong, in the source's vocabulary, e.g. `lossOfSignal`. One alarm exists per source and cause. */
export const AlarmCause = z.string().trim().min(1).max(120);
export const AlarmComment = z.string().trim().min(1).max(2000);

/** 30 days: an alarm nobody needs for longer should be fixed at its source. */
export const LONGEST_SHELVING_MS = 30 * 24 * 3_600_000;
