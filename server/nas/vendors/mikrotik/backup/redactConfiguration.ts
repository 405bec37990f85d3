import { setImmediate as turn } from 'node:timers/promises';

/** Stands where a secret stood, always the same: a changed password is no difference. */
export const REDACTED = '<hidden>';

const SECRET_NAME =
  /(?:pass(?:word|wd|phrase)|secret|psk|token|(?:^|[-.])key(?:-\d+)?|(?:^|[-.])pin|community)$|^static-(?:sta-private-)?key/;
/** Names that are secrets by where they stand: a community's name is what lets one in. */
const SECRET_BY_MENU: Readonly<Record<string, RegExp>> = { '/snmp community': /^name$/, '/tool romon': /^secrets$/ };
const PUBLIC_NAME = /(?:^|[-.])(?:public|host|ssh)-key$/;
const PARAMETER = /(?<=^|\s)([A-Za-z][\w.-]*)=("(?:[^"\\]|\\.)*"|\S*)/g;
/** Within a script, a comment or an address of the web, whose own quotes are escaped. */
const SPOKEN =
  /((?:pass(?:word|wd|phrase)?|pwd|secret|token|psk|api[-_]?key|community)["'\\]*\s*[=:]\s*(?:\\?["'])?)([^\s"'\\;,&\]]+)/gi;
const URL_PASSWORD = /(:\/\/[^:/?#@\s"\\]*):[^@/\s"\\]+@/g;
const LEAST_KNOWN = 6;

const LINES_AT_ONCE = 2_000;

/**
 * The text of an export without what nobody may read in a backup, and without its line of today's date. `known` are
 * secrets of this router that the product itself holds, wherever they stand. Others have their turn in between: a text
 * of 2 MiB takes a tenth of a second.
 */
export async function redactConfiguration(text: string, known: readonly string[]): Promise<string> {
  const redact = redactor(known.filter(({ length }) => length >= LEAST_KNOWN));
  const kept: string[] = [];
  for (const line of joined(text)) {
    kept.push(redact(line));
    if (kept.length % LINES_AT_ONCE === 0) await turn();
  }
  return kept.join('\n');
}

/** For one line after the other: what is a secret depends on the menu it stands in. */
function redactor(known: readonly string[]): (line: string) => string {
  let menu = '';
  return (line) => {
    if (line.startsWith('#')) return withoutDate(line);
    if (line.startsWith('/')) menu = menuOf(line);
    const named = line.replaceAll(PARAMETER, (_, name: string, value: string) =>
      isSecret(menu, name) && !isNothing(value) ? `${name}=${REDACTED}` : `${name}=${redactText(value)}`,
    );
    return known.reduce((left, secret) => left.replaceAll(secret, REDACTED), named);
  };
}

/** Broken lines as one: a value that grows must not move the breaks of its neighbours into the difference. */
function joined(text: string): readonly string[] {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/\\\n[ \t]*/g, '')
    .split('\n');
}

/** `# nov/21/2026 10:00:00 by RouterOS 6.49.17`: the date would make every export another one. */
function withoutDate(line: string): string {
  return line.replace(/^# \S+ \S+ (?=by RouterOS )/, '# ');
}

/** `/ip pool` of `/ip pool` and of `/ip pool add name=…`. */
function menuOf(line: string): string {
  return line.replace(/ (?:add|set|remove|print)(?: .*)?$/, '').trim();
}

function isSecret(menu: string, name: string): boolean {
  if (SECRET_BY_MENU[menu]?.test(name)) return true;
  return SECRET_NAME.test(name) && !PUBLIC_NAME.test(name);
}

const isNothing = (value: string): boolean => value === '' || value === '""';

function redactText(value: string): string {
  return value.replaceAll(SPOKEN, `$1${REDACTED}`).replaceAll(URL_PASSWORD, `$1:${REDACTED}@`);
}
