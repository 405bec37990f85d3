import { RouterosError } from './routerosError.ts';
import { encodeLength } from './wordLength.ts';
import { wordText } from './wordText.ts';

/** A data row; every value is text. */
export type RouterosRow = Readonly<Record<string, string>>;

export interface RouterosCommand {
  /** As in the menu with slashes: `/ppp/active/print`. */
  readonly path: string;
  readonly attributes?: RouterosRow;
  /** Query words without their question mark, in order. */
  readonly queries?: readonly string[];
}

/** What the router says about a command. Kinds that are not known carry no data and are waited past. */
export interface RouterosReply {
  readonly kind: 'row' | 'done' | 'trap' | 'fatal' | 'other';
  readonly tag: string | undefined;
  readonly row: RouterosRow;
  /** Words without a name, such as the reason of a `!fatal`. */
  readonly words: readonly string[];
}

/** Throws RouterosError for a path or a name that would read as something else on the router. */
export function encodeSentence({ path, attributes = {}, queries = [] }: RouterosCommand, tag: string): Buffer {
  if (!/^(\/[a-z0-9-]+)+$/.test(path)) throw new RouterosError('protocol', `${path.slice(0, 80)} is no command`);
  const words = [path];
  for (const [name, value] of Object.entries(attributes)) {
    if (name === '' || name === '.tag' || name.includes('='))
      throw new RouterosError('protocol', `an attribute named ${name.slice(0, 80)}`);
    words.push(`=${name}=${value}`);
  }
  for (const query of queries) words.push(`?${query}`);
  words.push(`.tag=${tag}`);
  return Buffer.concat([...words.flatMap(encodeWord), Buffer.of(0)]);
}

function encodeWord(word: string): Buffer[] {
  const bytes = Buffer.from(word, 'utf8');
  return [encodeLength(bytes.length), bytes];
}

const kinds = new Map<string, RouterosReply['kind']>([
  ['!re', 'row'],
  ['!done', 'done'],
  ['!trap', 'trap'],
  ['!fatal', 'fatal'],
]);

/** Throws RouterosError when the first word is no reply word. */
export function parseReply(words: readonly Buffer[]): RouterosReply {
  const [first = '', ...rest] = words.map(wordText);
  if (!first.startsWith('!')) throw new RouterosError('protocol', 'the sentence is no reply');
  const row: Record<string, string> = Object.create(null) as Record<string, string>;
  const bare: string[] = [];
  let tag: string | undefined;
  for (const word of rest) {
    const named = word.startsWith('=') ? word.indexOf('=', 1) : -1;
    if (word.startsWith('.tag=')) tag = word.slice(5);
    else if (named > 0) row[word.slice(1, named)] = word.slice(named + 1);
    else bare.push(word);
  }
  return { kind: kinds.get(first) ?? 'other', tag, row, words: bare };
}
