/** Without activity a session ends after 12 h … */
export const idleLifetimeMs = 12 * 3_600_000;
/** … and in any case after 7 days. */
export const longestLifetimeMs = 7 * 24 * 3_600_000;
/** A wall's screen may be switched off for a month; its link says when it ends for good. */
export const wallLifetimeMs = 30 * 24 * 3_600_000;
/** Activity is written at most this often. */
export const activityWrittenEveryMs = 60_000;
/** How long after a step-up what needs one may be done. */
export const stepUpLifetimeMs = 5 * 60_000;
/** How long a login may wait for its second step. */
export const pendingLoginLifetimeMs = 10 * 60_000;
