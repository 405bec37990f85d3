import { AlarmSource } from '#shared/alarm/values.ts';
import { SOURCE_SILENT } from '#shared/alarmSource/causes.ts';
import type { AlarmReport } from '#shared/alarmSource/report.ts';
import type { ActorId } from '#shared/values/ids.ts';
import { alarmId } from '../alarm/alarmId.ts';
import { redactLine } from '../platform/log/redactLine.ts';
import type { SourceCommand } from './delivery.ts';
import type { RegisteredSource } from './registeredSource.ts';

/** The report names what it must not: a name too long, or an alarm that only the product raises. */
export class ReportRefused extends Error {
  override readonly name = 'ReportRefused';
}

export interface ReportedAlarm {
  readonly alarm: ActorId;
  readonly command: SourceCommand;
}

/** Which alarm a report is about, and what to tell it. Throws ReportRefused. */
export function reportedAlarm(source: RegisteredSource, report: AlarmReport): ReportedAlarm {
  const qualified = AlarmSource.safeParse(qualifiedResource(source.hostname, report.resource));
  if (!qualified.success) throw new ReportRefused(`resource too long: ${report.resource.slice(0, 80)}…`);
  if (qualified.data === source.hostname && report.probableCause === SOURCE_SILENT) {
    throw new ReportRefused(`${SOURCE_SILENT} is the product's own alarm`);
  }
  const alarm = alarmId(source.tenant, qualified.data, report.probableCause);
  const text = redactLine(report.text.trim());
  if (report.perceivedSeverity === 'cleared') {
    return { alarm, command: { type: 'alarm.clear', reason: (text || 'cleared by the source').slice(0, 500) } };
  }
  return {
    alarm,
    command: {
      type: 'alarm.raise',
      source: qualified.data,
      cause: report.probableCause,
      severity: report.perceivedSeverity,
      text: (text || `${report.probableCause} at ${qualified.data}`).slice(0, 2000),
      ...(source.branchId === undefined ? {} : { branchId: source.branchId }),
      occurrences: 1,
    },
  };
}

/**
 * Two devices may both have a `PORT-1`, and none may speak for another's: below the HOSTNAME unless it says so itself.
 */
function qualifiedResource(hostname: string, resource: string): string {
  return resource === hostname || resource.startsWith(`${hostname}/`) ? resource : `${hostname}/${resource}`;
}
