/** The product's own alarms about a router, one per cause. */
export const nasCauses = {
  down: 'nasDown',
  authFailed: 'nasAuthFailed',
  untrusted: 'nasCertificateChanged',
  degraded: 'nasDegraded',
} as const;
export type NasCause = (typeof nasCauses)[keyof typeof nasCauses];
