/** Without activity a session ends after 12 h … */
export const idleLifetimeMs = 12 * 3_600_000;
/** … and in any case after 7 days. */
export const longestLifetimeMs = 7 * 24 * 3_600_000;
/** Activity is written at most this often. */
export const activityWrittenEveryMs = 60_000;
