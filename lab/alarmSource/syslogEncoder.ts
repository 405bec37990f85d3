/** An alarm as RFC 5674 §3 has it. */
export interface LabAlarm {
  readonly resource: string;
  readonly probableCause: string;
  readonly severity: LabSeverity;
  readonly eventType: string;
  readonly text: string;
}

export type LabSeverity = 'critical' | 'major' | 'minor' | 'warning' | 'indeterminate';

export interface LabMessage {
  readonly hostname: string;
  readonly appName: string;
  readonly msgId: string;
  readonly at: number;
  readonly text: string;
  /** Syslog severity 0 to 7. */
  readonly level: number;
  /** Written out already, `-` for none. */
  readonly structuredData: string;
}

const LOCAL7 = 23;
const BOM = '\ufeff';

/** RFC 5674 §2: how the severities of alarms appear as those of syslog. */
const LEVELS = { critical: 1, major: 2, minor: 3, warning: 4, indeterminate: 5, cleared: 5 } as const;

/** RFC 6587 §3.4.1: octets counted in front. */
export function octetCounted(message: string): Buffer {
  const bytes = Buffer.from(message, 'utf8');
  return Buffer.concat([Buffer.from(`${bytes.length} `), bytes]);
}

/** RFC 5424 §6. */
export function encodeMessage({ hostname, appName, msgId, at, text, level, structuredData }: LabMessage): string {
  const head = `<${LOCAL7 * 8 + level}>1 ${new Date(at).toISOString()} ${hostname} ${appName} - ${msgId} ${structuredData}`;
  return text === '' ? head : `${head} ${BOM}${text}`;
}

export function encodeAlarm(hostname: string, appName: string, alarm: LabAlarm, cleared: boolean, at: number): string {
  const severity = cleared ? 'cleared' : alarm.severity;
  const parameters = [
    ['resource', alarm.resource],
    ['probableCause', alarm.probableCause],
    ['perceivedSeverity', severity],
    ['eventType', alarm.eventType],
  ];
  const written = parameters.map(([name, value]) => `${name}="${escaped(value ?? '')}"`).join(' ');
  return encodeMessage({
    hostname,
    appName,
    msgId: cleared ? 'ALARM-CLEARED' : 'ALARM-RAISED',
    at,
    text: cleared ? `${alarm.text} - over` : alarm.text,
    level: LEVELS[severity],
    structuredData: `[alarm ${written}]`,
  });
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll(']', '\\]');
}
