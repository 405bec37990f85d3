import { ConfigTable } from './configTable.ts';

const MOST_LINES = 1000;

/** The log in memory: what the rules of /system/logging let in, the newest thousand lines. */
export class RouterLog {
  readonly table = new ConfigTable();
  readonly #now: () => number;
  readonly #rules: () => readonly string[];

  /** `rules` are lists of topics as /system/logging has them: `info`, `radius,debug`, `!dhcp`. */
  constructor(now: () => number, rules: () => readonly string[]) {
    this.#now = now;
    this.#rules = rules;
  }

  /** `topics`: `pppoe,ppp,info`; `at`: when it happened, for what is made up for later. */
  write(topics: string, message: string, at = this.#now()): void {
    const own = topics.split(',');
    if (!this.#rules().some((rule) => matches(rule, own))) return;
    this.table.add({ at: String(at), topics, message });
    if (this.table.size > MOST_LINES) this.table.removeFirst();
  }

  /** Memory does not outlive a restart. */
  clear(): void {
    for (const item of this.table.all()) this.table.remove(item);
  }
}

/** Every topic of the rule is among the line's, and none that it excludes. */
function matches(rule: string, topics: readonly string[]): boolean {
  return rule.split(',').every((one) => (one.startsWith('!') ? !topics.includes(one.slice(1)) : topics.includes(one)));
}
