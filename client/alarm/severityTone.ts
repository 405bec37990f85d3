import type { AlarmSeverity } from '#shared/alarm/values.ts';
import type { Tone } from '../ui/Pill.tsx';

export const severityTone = {
  critical: 'critical',
  major: 'major',
  minor: 'warning',
  warning: 'notice',
  indeterminate: 'unknown',
} as const satisfies Record<AlarmSeverity, Tone>;
