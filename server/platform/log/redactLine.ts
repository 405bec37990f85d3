const HIDDEN = '[hidden]';
/** `password=…`, `"secret": "…"`, `community …`: a name that says so, and the value after it. */
const NAMED_SECRET =
  /(["']?\b[\w-]*(?:pass(?:word|wd|phrase)?|pwd|secret|token|community|api[-_]?key|psk)["']?\s*(?:[=:]\s*|\s+(?=["']?\S*\d)))(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'\],;]+)/gi;
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi;
const URL_PASSWORD = /(:\/\/[^:/?#@\s"]*):[^@/\s"]+@/g;

/** Hides passwords, keys and communities that equipment writes into its messages. */
export function redactLine(line: string): string {
  return line
    .replace(NAMED_SECRET, `$1${HIDDEN}`)
    .replace(BEARER, `$1 ${HIDDEN}`)
    .replace(URL_PASSWORD, `$1:${HIDDEN}@`);
}
