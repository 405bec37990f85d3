import { z } from 'zod';
import { AlarmReport } from '#shared/alarmSource/report.ts';
import { SyslogError } from './syslogError.ts';
import type { SdElement, SyslogMessage } from './syslogMessage.ts';

const ALARM = 'alarm';
/** util-linux `logger`, for one, sends no SD-ID without an enterprise number (RFC 5424 §7 reserves those for IANA). */
const ALARM_OF_ENTERPRISE = /^alarm@\d+(?:\.\d+)*$/;

/**
 * The alarm of a message by RFC 5674 §3 (SD-ID `alarm`, or the same under an enterprise number); undefined when it has
 * none. Parameters that the RFC does not name are passed over. Throws SyslogError `unparsable` when a mandatory parameter
 * is missing, one occurs twice, or a value is not one of the listed.
 */
export function parseAlarmElement(message: SyslogMessage): AlarmReport | undefined {
  const element =
    message.structuredData.find(({ id }) => id === ALARM) ??
    message.structuredData.find(({ id }) => ALARM_OF_ENTERPRISE.test(id));
  if (!element) return undefined;
  const parsed = AlarmReport.safeParse({ ...valuesOf(element), text: message.text.slice(0, 2000) });
  if (parsed.success) return parsed.data;
  throw new SyslogError('unparsable', `The alarm element is wrong: ${z.prettifyError(parsed.error)}`, shown(element), {
    cause: parsed.error,
  });
}

function valuesOf(element: SdElement): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name, value } of element.params) {
    if (Object.hasOwn(values, name)) {
      throw new SyslogError('unparsable', `Parameter ${name} of the alarm occurs twice.`, shown(element));
    }
    Object.defineProperty(values, name, { value, enumerable: true });
  }
  return values;
}

function shown({ id, params }: SdElement): string {
  return `${id} ${params.map(({ name, value }) => `${name}=${value}`).join(' ')}`;
}
