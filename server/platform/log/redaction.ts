import { errorFields } from './errorFields.ts';

const secretName =
  /pass(word|wd|phrase)|token|secret|authorization|cookie|csrf|api[-_]?key|private[-_]?key|credential|community|^psk$|^pin$|^otp$/i;
const hidden = '[hidden]';
const deepest = 6;
const mostMembers = 200;

/**
 * A copy of a log line's fields in which every member whose name says that it is a secret is hidden, at any depth down to 6
 * (what is deeper is cut off). Errors are reduced to {@link errorFields}, bytes to their number.
 */
export function redactedFields(fields: object, depth = 0): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(fields).slice(0, mostMembers)) {
    copy[name] = secretName.test(name) && isContent(member) ? hidden : redacted(member, depth + 1);
  }
  return copy;
}

function redacted(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Error) return errorFields(value);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map || value instanceof Set) return `[${value.constructor.name} of ${value.size}]`;
  if (depth >= deepest) return '[…]';
  if (Array.isArray(value)) return value.slice(0, mostMembers).map((member: unknown) => redacted(member, depth + 1));
  return redactedFields(value, depth);
}

/** A count or a flag (`tokens: 3`, `hasPassword: true`) tells nothing. */
function isContent(member: unknown): boolean {
  return member !== undefined && member !== null && typeof member !== 'number' && typeof member !== 'boolean';
}

/** Hides the password of `scheme://user:password@host` and what follows `Bearer`, wherever it stands in a text. */
export function withoutUrlPasswords(text: string): string {
  return text
    .replace(/(:\/\/[^:/?#@\s"\\]*):[^@/\s"\\]+@/g, `$1:${hidden}@`)
    .replace(/\bBearer\s+[\w.~+/=-]{8,}/gi, `Bearer ${hidden}`);
}
