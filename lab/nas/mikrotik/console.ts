import type { Values } from './configTable.ts';
import { parseDuration } from './duration.ts';
import type { Operator } from './menu.ts';
import { compares, evaluate, isTrue, textOf, type ExpressionToken, type ScriptValue } from './scriptExpression.ts';
import { ScriptReader, type ScriptWord, type Statement } from './scriptReader.ts';
import { bareText, commaed, splitExpression } from './scriptWords.ts';
import { Trap, trapCategory } from './trap.ts';

/** What the console gives its commands to. */
export interface CommandTarget {
  isMenu(path: string): boolean;
  /** Has items that are named by number; settings have none. */
  isList(path: string): boolean;
  /** Rows and result of one command that ends by itself. Throws Trap. */
  run(
    path: string,
    verb: string,
    args: Values,
    operator: Operator,
  ): { readonly rows: readonly Values[]; readonly ret: string | undefined };
}

export interface ConsoleLine {
  readonly line: number;
  readonly error: string;
}

const MOST_STEPS = 20_000;
const FLAGS = [
  'detail',
  'count-only',
  'once',
  'verbose',
  'compact',
  'terse',
  'brief',
  'as-value',
  'hide-sensitive',
  'show-sensitive',
  'without-paging',
  'as-string',
  'stats',
  'follow-only',
];
const NUMBERED = [
  'set',
  'remove',
  'enable',
  'disable',
  'get',
  'unset',
  'comment',
  'move',
  'run',
  'make-static',
  'print',
  'monitor',
  'monitor-traffic',
  'reset-counters',
  'sign',
];

/** Runs script against one router: the command line people paste into, `/import`, and scripts. */
export class Console {
  readonly #target: CommandTarget;
  readonly #operator: Operator;
  readonly #variables = new Map<string, ScriptValue>();
  #menu = '';
  #steps = 0;
  readonly #printed: string[] = [];

  constructor(target: CommandTarget, operator: Operator) {
    this.#target = target;
    this.#operator = operator;
  }

  get printed(): string {
    return this.#printed.join('\n');
  }

  /** Stops at the first error: throws Trap with the line. */
  run(script: string): void {
    const reader = new ScriptReader(script);
    for (let statement = reader.next(); statement; statement = reader.next()) {
      const { line } = statement;
      try {
        this.#execute(statement);
      } catch (error) {
        if (error instanceof Trap && !/\(line \d+/.test(error.message))
          throw new Trap(`${error.message} (line ${line})`, error.category ?? trapCategory.scripting);
        throw error;
      }
    }
  }

  /** Goes on after errors, as a terminal does with pasted text. */
  paste(script: string): readonly ConsoleLine[] {
    const reader = new ScriptReader(script);
    const errors: ConsoleLine[] = [];
    for (;;) {
      let line = 0;
      try {
        const statement = reader.next();
        if (!statement) return errors;
        ({ line } = statement);
        this.#execute(statement);
      } catch (error) {
        if (!(error instanceof Trap)) throw error;
        errors.push({ line, error: error.message });
        if (line === 0) reader.skipLine();
      }
    }
  }

  #block(text: string): ScriptValue {
    const reader = new ScriptReader(text);
    let last: ScriptValue = '';
    const before = this.#menu;
    for (let statement = reader.next(); statement; statement = reader.next()) last = this.#execute(statement);
    this.#menu = before;
    return last;
  }

  #execute({ words }: Statement): ScriptValue {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) throw new Trap('script runs too long', trapCategory.interrupted);
    const first = words[0]!;
    const block = words.length === 1 && first.parts[0]?.kind === 'block' ? first.parts[0].text : undefined;
    if (block !== undefined) return this.#block(block);
    const head = bareText(first) ?? '';
    if (head.startsWith(':')) return this.#builtIn(head.slice(1), words.slice(1));
    return this.#command(words);
  }

  #command(words: readonly ScriptWord[]): ScriptValue {
    const { menu, verb, rest } = this.#resolve(words);
    if (verb === undefined) {
      this.#menu = menu;
      return '';
    }
    const before = this.#menu;
    // What stands in brackets is looked up in the menu of the command.
    this.#menu = menu;
    try {
      return verb === 'find' ? this.#find(menu, rest) : this.#give(menu, verb, rest);
    } finally {
      this.#menu = before;
    }
  }

  #give(menu: string, verb: string, rest: readonly ScriptWord[]): ScriptValue {
    const args = this.#arguments(menu, verb, rest);
    // An empty selection is nothing to do, not an error.
    if (args['numbers'] === '' && verb !== 'print') return '';
    const { rows, ret } = this.#target.run(menu, verb, args, this.#operator);
    if (ret !== undefined && verb === 'export') this.#printed.push(ret);
    for (const row of rows)
      this.#printed.push(
        Object.entries(row)
          .map(([name, value]) => `${name}=${value}`)
          .join(' '),
      );
    return ret ?? '';
  }

  #resolve(words: readonly ScriptWord[]): {
    readonly menu: string;
    readonly verb: string | undefined;
    readonly rest: readonly ScriptWord[];
  } {
    let menu = this.#menu;
    for (const [index, word] of words.entries()) {
      const text = bareText(word);
      if (text === undefined) throw new Trap('expected command name', trapCategory.scripting);
      if (text.startsWith('/')) menu = '';
      for (const step of text.split('/').filter((one) => one !== '')) {
        if (step === '..') menu = menu.slice(0, Math.max(0, menu.lastIndexOf('/')));
        else if (this.#target.isMenu(`${menu}/${step}`)) menu = `${menu}/${step}`;
        else return { menu, verb: step, rest: words.slice(index + 1) };
      }
    }
    return { menu, verb: undefined, rest: [] };
  }

  #arguments(menu: string, verb: string, words: readonly ScriptWord[]): Values {
    const args: Values = {};
    const unnamed: ScriptValue[] = [];
    const where = words.findIndex((word) => bareText(word) === 'where');
    for (const word of where < 0 ? words : words.slice(0, where)) {
      const bare = bareText(word);
      if (word.name !== undefined) args[word.name] = commaed(this.#value(word));
      else if (bare !== undefined && FLAGS.includes(bare)) args[bare] = '';
      else unnamed.push(this.#value(word));
    }
    const names = unnamedArguments(verb, this.#target.isList(menu));
    for (const [index, value] of unnamed.entries()) args[names[index] ?? 'message'] = commaed(value);
    return args;
  }

  /** Ids of the items that fit; conditions side by side or with `and` hold together, `or` begins another set. */
  #find(menu: string, words: readonly ScriptWord[]): readonly string[] {
    const { rows } = this.#target.run(menu, 'print', {}, this.#operator);
    return rows.filter((row) => this.#fits(row, words)).map((row) => row['.id'] ?? '');
  }

  #fits(row: Values, words: readonly ScriptWord[]): boolean {
    let holds = true;
    for (const word of words) {
      const bare = bareText(word);
      if (bare === 'where' || bare === 'and' || bare === '&&') continue;
      if (bare === 'or' || bare === '||') {
        if (holds) return true;
        holds = true;
      } else if (word.name !== undefined)
        holds &&= compares(word.operator, row[word.name] ?? '', textOf(this.#value(word)));
      else if (bare !== undefined)
        holds &&= bare.startsWith('!') ? !isTrue(row[bare.slice(1)] ?? '') : isTrue(row[bare] ?? '');
      else holds &&= isTrue(this.#value(word));
    }
    return holds;
  }

  #builtIn(name: string, words: readonly ScriptWord[]): ScriptValue {
    const value = (index: number): ScriptValue => (words[index] ? this.#value(words[index]) : '');
    const named = (key: string): ScriptWord | undefined => words.find((word) => word.name === key);
    switch (name) {
      case 'put':
        this.#printed.push(textOf(value(0)));
        return '';
      case 'log':
        return this.#command([
          { name: undefined, operator: '', parts: [{ kind: 'text', text: '/log', quoted: false }] },
          ...words,
        ]);
      case 'local':
      case 'global':
      case 'set':
        if (words.length > 1 || !this.#variables.has(bareText(words[0]!) ?? ''))
          this.#variables.set(bareText(words[0]!) ?? textOf(value(0)), value(1));
        return '';
      case 'if':
        return this.#body(isTrue(value(0)) ? named('do') : named('else'));
      case 'do':
        return this.#attempt(words[0], named('on-error'));
      case 'foreach':
        return this.#foreach(words[0], named('in'), named('do'));
      case 'error':
        throw new Trap(textOf(value(0)), trapCategory.scripting);
      case 'delay':
        if (parseDuration(textOf(value(0))) === undefined && words.length > 0)
          throw new Trap('invalid value for argument delay-time', trapCategory.argument);
        return '';
      case 'return':
        return value(0);
      case 'len':
        return String(value(0).length);
      case 'tostr':
      case 'toid':
      case 'tonum':
      case 'toip':
        return value(0);
      default:
        throw new Trap(`bad command name ${name}`, trapCategory.scripting);
    }
  }

  #attempt(body: ScriptWord | undefined, onError: ScriptWord | undefined): ScriptValue {
    try {
      return this.#body(body);
    } catch (error) {
      if (!(error instanceof Trap) || !onError) throw error;
      return this.#body(onError);
    }
  }

  #foreach(variable: ScriptWord | undefined, list: ScriptWord | undefined, body: ScriptWord | undefined): ScriptValue {
    const all = list ? this.#value(list) : [];
    for (const one of typeof all === 'string' ? all.split(';').filter((part) => part !== '') : all) {
      this.#variables.set((variable && bareText(variable)) ?? '', one);
      this.#body(body);
    }
    return '';
  }

  #body(word: ScriptWord | undefined): ScriptValue {
    const part = word?.parts[0];
    return part?.kind === 'block' ? this.#block(part.text) : '';
  }

  #value({ parts }: ScriptWord): ScriptValue {
    const values = parts.map((part): ScriptValue => {
      if (part.kind === 'text') return part.text;
      if (part.kind === 'variable') return this.#variable(part.text);
      if (part.kind === 'command') return this.#block(part.text);
      return part.kind === 'expression' ? this.#expression(part.text) : part.text;
    });
    return values.length === 1 ? values[0]! : values.map(textOf).join('');
  }

  #variable(name: string): ScriptValue {
    return this.#variables.get(name) ?? '';
  }

  #expression(text: string): ScriptValue {
    const tokens: ExpressionToken[] = [];
    for (const piece of splitExpression(text)) {
      if (typeof piece === 'string') tokens.push({ operator: piece });
      else tokens.push({ value: this.#value(piece) });
    }
    return tokens.length === 0 ? '' : evaluate(tokens);
  }
}

/** What words without a name are to a command. */
function unnamedArguments(verb: string, isList: boolean): readonly string[] {
  if (NUMBERED.includes(verb)) return isList ? ['numbers', 'value-name'] : ['value-name'];
  return verb === 'import' ? ['file-name'] : verb === 'ping' ? ['address'] : ['message'];
}
