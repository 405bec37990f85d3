import { Trap, trapCategory } from './trap.ts';

type Row = Readonly<Record<string, string>>;

/**
 * The query words of a print (API manual, "Queries"): each word works on a stack of truth values; a row passes when no
 * false value is left.
 */
export function passes(row: Row, queries: readonly string[]): boolean {
  const stack: boolean[] = [];
  for (const query of queries) {
    if (query.startsWith('?#')) operate(stack, query.slice(2));
    else stack.push(holds(row, query.slice(1)));
  }
  return !stack.includes(false);
}

function holds(row: Row, query: string): boolean {
  if (query.startsWith('-')) return row[query.slice(1)] === undefined;
  const [, order = '', name = '', value] = /^([=<>]?)([^=]+)(?:=([\s\S]*))?$/.exec(query) ?? [];
  const own = row[name];
  if (value === undefined) return own !== undefined;
  if (own === undefined) return false;
  if (order === '<') return compare(own, value) < 0;
  if (order === '>') return compare(own, value) > 0;
  return own === value || (isBool(own) && isBool(value) && truth(own) === truth(value));
}

/**
 * From left to right: an index (from the top) copies that value, at the end of the word it replaces the whole stack by it;
 * `!` `&` `|` do what they say; `.` ends an index, or repeats the top.
 */
function operate(stack: boolean[], operations: string): void {
  for (const found of operations.matchAll(/(\d+)\.?|([!&|.])/g)) {
    const [all, index, operator] = found;
    if (index !== undefined) {
      const value = known(stack.at(-1 - Number(index)));
      const endsTheWord = all === index && found.index + all.length === operations.length;
      if (endsTheWord) stack.length = 0;
      stack.push(value);
    } else if (operator === '!') stack.push(!known(stack.pop()));
    else if (operator === '.') stack.push(known(stack.at(-1)));
    else {
      const [right, left] = [known(stack.pop()), known(stack.pop())];
      stack.push(operator === '&' ? left && right : left || right);
    }
  }
}

function known(value: boolean | undefined): boolean {
  if (value === undefined) throw new Trap('query stack underflow', trapCategory.api);
  return value;
}

function compare(one: string, other: string): number {
  const [left, right] = [Number(one), Number(other)];
  if (Number.isFinite(left) && Number.isFinite(right) && one !== '' && other !== '') return left - right;
  return one < other ? -1 : one > other ? 1 : 0;
}

const isBool = (value: string): boolean => ['yes', 'no', 'true', 'false'].includes(value);
const truth = (value: string): boolean => value === 'yes' || value === 'true';
