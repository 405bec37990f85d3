/** Why the audit log is not shown. */
export const auditRefusals = {
  'audit/whole-company-needed': 'The log is of the whole company, and you may only work in some branches.',
  'audit/evidence-not-found': 'There is no such evidence, or its time to be kept is over.',
} as const;

export type AuditRefusalCode = keyof typeof auditRefusals;
