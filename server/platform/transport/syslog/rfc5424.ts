import { parseStructuredData } from './structuredData.ts';
import { SyslogError } from './syslogError.ts';
import type { SyslogMessage } from './syslogMessage.ts';

/** PRI VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP, of RFC 5424 §6. */
const HEADER =
  /^<(0|[1-9]\d{0,2})>([1-9]\d{0,2}) (\S{1,64}) ([\x21-\x7e]{1,255}) ([\x21-\x7e]{1,48}) ([\x21-\x7e]{1,128}) ([\x21-\x7e]{1,32}) /;
/** §6.2.3: RFC 3339 with upper-case letters, at most six digits of fraction, no leap seconds. */
const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const BOM = '\u00ef\u00bb\u00bf';

/**
 * Parses one message, without framing. Throws SyslogError `unparsable` for anything that is not RFC 5424 version 1.
 */
export function parseRfc5424(bytes: Buffer): SyslogMessage {
  // Latin-1 keeps one character per byte, so positions are byte positions until a part is decoded as UTF-8.
  const octets = bytes.toString('latin1');
  const header = HEADER.exec(octets);
  if (!header) throw unparsable('The header is not RFC 5424.', octets);
  const [whole, priText, version, timestamp, hostname, appName, procId, msgId] = header;
  const pri = Number(priText);
  if (pri > 191) throw unparsable('The priority is above 191.', octets);
  if (version !== '1') throw unparsable(`Version ${version} of the protocol is unknown.`, octets);
  const { elements, end } = parseStructuredData(octets, whole.length);
  return {
    facility: pri >> 3,
    severity: pri & 7,
    sentAt: timestamp === '-' ? undefined : parseTimestamp(timestamp!),
    hostname: unlessNil(hostname!),
    appName: unlessNil(appName!),
    procId: unlessNil(procId!),
    msgId: unlessNil(msgId!),
    structuredData: elements,
    text: parseText(bytes, octets, end),
  };
}

function unlessNil(field: string): string | undefined {
  return field === '-' ? undefined : field;
}

function parseTimestamp(text: string): number {
  const parts = TIMESTAMP.exec(text);
  const at = parts ? Date.parse(text) : Number.NaN;
  // Date.parse takes 30 February for 2 March, which tells that the sender's clock can't be trusted at all.
  if (!parts || !Number.isFinite(at) || !dayExists(Number(parts[1]), Number(parts[2]), Number(parts[3]))) {
    throw unparsable('The timestamp is not RFC 5424.', text);
  }
  return at;
}

function dayExists(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** §6.4: with a byte order mark it must be UTF-8, without one it may be anything. */
function parseText(bytes: Buffer, octets: string, end: number): string {
  if (end === octets.length) return '';
  if (octets[end] !== ' ') throw unparsable('Structured data is not followed by a space.', octets.slice(end));
  const start = end + 1;
  if (!octets.startsWith(BOM, start)) return bytes.toString('utf8', start);
  return utf8(bytes.subarray(start + BOM.length), octets.slice(start));
}

function utf8(bytes: Buffer, offending: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new SyslogError('unparsable', 'Text marked as UTF-8 is not UTF-8.', offending, { cause });
  }
}

function unparsable(message: string, offending: string): SyslogError {
  return new SyslogError('unparsable', message, offending);
}
