/**
 * framing: the byte stream can't be cut into messages any more, so the connection is of no further use ·
 * too-long: a message beyond the limit, same consequence · unparsable: one message is not RFC 5424, the next may be
 */
export type SyslogFailure = 'framing' | 'too-long' | 'unparsable';

const MOST_EXCERPT = 120;

/** Says what was not understood; `excerpt` is the offending text, at most 120 characters, control characters escaped. */
export class SyslogError extends Error {
  override readonly name = 'SyslogError';
  readonly failure: SyslogFailure;
  readonly excerpt: string;

  constructor(failure: SyslogFailure, message: string, offending: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
    this.excerpt = printable(offending);
  }
}

function printable(text: string): string {
  const cut = text.length > MOST_EXCERPT ? `${text.slice(0, MOST_EXCERPT - 1)}…` : text;
  // oxlint-disable-next-line no-control-regex
  return cut.replace(/[\u0000-\u001f\u007f-\u009f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
