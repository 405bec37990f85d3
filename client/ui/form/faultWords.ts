import type { z } from 'zod';
import { say } from '../../words/words.ts';

/** A fault as a person would say it. A message that the schema's author wrote stands; zod's own are replaced. */
export function faultWords(issue: z.core.$ZodIssue, value: unknown): string {
  const own = /^(Too small|Too big|Invalid)/.test(issue.message);
  if (!own) return issue.message;
  if (value === '' || value === undefined || value === null) return say('ui.required');
  if (issue.code === 'invalid_type' && (issue.expected === 'number' || issue.expected === 'int'))
    return say('ui.fault.number');
  if (issue.code === 'too_small') {
    if (issue.origin === 'string') return say('ui.fault.short', { n: Number(issue.minimum) });
    if (issue.origin === 'array') return say('ui.fault.few', { n: Number(issue.minimum) });
    return say('ui.fault.least', { n: Number(issue.minimum) });
  }
  if (issue.code === 'too_big') {
    if (issue.origin === 'string') return say('ui.fault.long', { n: Number(issue.maximum) });
    if (issue.origin === 'array') return say('ui.fault.many', { n: Number(issue.maximum) });
    return say('ui.fault.most', { n: Number(issue.maximum) });
  }
  if (issue.code === 'invalid_format') {
    if (issue.format === 'email') return say('ui.fault.email');
    if (issue.format === 'url') return say('ui.fault.url');
    if (issue.format === 'ipv4' || issue.format === 'ipv6') return say('ui.fault.address');
  }
  return say('ui.fault.form');
}
