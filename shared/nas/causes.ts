/** The product's own alarms about a router, one per cause. */
export const nasCauses = {
  down: 'nasDown',
  authFailed: 'nasAuthFailed',
  untrusted: 'nasCertificateChanged',
  degraded: 'nasDegraded',
  backupFailed: 'nasBackupFailed',
} as const;
export type NasCause = (typeof nasCauses)[keyof typeof nasCauses];

/** Those that follow from the connection alone; its device actor raises and clears them. */
export type NasWatchCause = Exclude<NasCause, typeof nasCauses.backupFailed>;
