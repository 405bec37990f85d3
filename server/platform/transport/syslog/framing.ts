import { SyslogError } from './syslogError.ts';

export interface Frame {
  /** A view into the given bytes, without length or trailer. */
  readonly message: Buffer;
  /** Where the next frame begins. */
  readonly next: number;
}

const LF = 0x0a;
const CR = 0x0d;
const NUL = 0x00;
const SPACE = 0x20;
const LESS_THAN = 0x3c;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * Cuts the frame that begins at `from` (RFC 6587): octet counting when it begins with a digit (§3.4.1), up to a line
 * feed when it begins with `<` (§3.4.2). Undefined while it is incomplete. Throws SyslogError `framing` or `too-long`.
 */
export function takeFrame(bytes: Buffer, from: number, mostBytes: number): Frame | undefined {
  const start = skipTrailers(bytes, from);
  const first = bytes[start];
  if (first === undefined) return undefined;
  if (first === LESS_THAN) return takeLine(bytes, start, mostBytes);
  if (first > ZERO && first <= NINE) return takeCounted(bytes, start, mostBytes);
  throw new SyslogError('framing', 'A frame begins with neither a length nor a priority.', excerpt(bytes, start));
}

/** Where the next frame would begin; some senders end octet-counted messages with a line feed as well. */
export function skipTrailers(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === LF || bytes[at] === CR || bytes[at] === NUL) at += 1;
  return at;
}

function takeLine(bytes: Buffer, start: number, mostBytes: number): Frame | undefined {
  const end = bytes.indexOf(LF, start);
  const length = (end === -1 ? bytes.length : end) - start;
  // The limit is for the message; a carriage return may still belong to the trailer.
  if (length > mostBytes + 1) throw tooLong(bytes, start, mostBytes);
  if (end === -1) return undefined;
  const last = bytes[end - 1] === CR ? end - 1 : end;
  if (last - start > mostBytes) throw tooLong(bytes, start, mostBytes);
  return { message: bytes.subarray(start, last), next: end + 1 };
}

function takeCounted(bytes: Buffer, start: number, mostBytes: number): Frame | undefined {
  let length = 0;
  let at = start;
  for (let digit = bytes[at]; digit !== undefined && digit !== SPACE; digit = bytes[++at]) {
    if (digit < ZERO || digit > NINE) {
      throw new SyslogError('framing', 'A frame length holds something else than digits.', excerpt(bytes, start));
    }
    length = length * 10 + (digit - ZERO);
    if (length > mostBytes) throw tooLong(bytes, start, mostBytes);
  }
  const begin = at + 1;
  if (at >= bytes.length || bytes.length - begin < length) return undefined;
  return { message: bytes.subarray(begin, begin + length), next: begin + length };
}

function tooLong(bytes: Buffer, start: number, mostBytes: number): SyslogError {
  return new SyslogError('too-long', `A message is longer than ${mostBytes} bytes.`, excerpt(bytes, start));
}

function excerpt(bytes: Buffer, start: number): string {
  return bytes.toString('latin1', start, start + 200);
}
