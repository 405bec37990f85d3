import { Trap, trapCategory } from './trap.ts';

/** A word of the script language: text, or a list such as `find` gives. */
export type ScriptValue = string | readonly string[];

export type ExpressionToken = { readonly operator: string } | { readonly value: ScriptValue };

/** From loosest to tightest. */
const LEVELS: readonly (readonly string[])[] = [
  ['||', 'or'],
  ['&&', 'and'],
  ['=', '!=', '>', '<', '>=', '<=', '~', 'in'],
  ['.', '+', '-'],
  ['*', '/'],
];

/** `$a = 1 && [:len $b] > 0`, its values already known. */
export function evaluate(tokens: readonly ExpressionToken[]): ScriptValue {
  let at = 0;
  const operatorAt = (): string | undefined => {
    const token = tokens[at];
    return token && 'operator' in token ? token.operator : undefined;
  };
  const single = (): ScriptValue => {
    if (operatorAt() === '!') {
      at += 1;
      return said(!isTrue(single()));
    }
    const token = tokens[at];
    at += 1;
    if (!token || 'operator' in token) throw new Trap('missing value', trapCategory.scripting);
    return token.value;
  };
  const level = (depth: number): ScriptValue => {
    const operators = LEVELS[depth];
    if (!operators) return single();
    let left = level(depth + 1);
    for (let operator = operatorAt(); operator !== undefined && operators.includes(operator); operator = operatorAt()) {
      at += 1;
      left = apply(operator, left, level(depth + 1));
    }
    return left;
  };
  const value = level(0);
  if (at < tokens.length) throw new Trap('syntax error', trapCategory.scripting);
  return value;
}

function apply(operator: string, left: ScriptValue, right: ScriptValue): ScriptValue {
  const [one, other] = [textOf(left), textOf(right)];
  switch (operator) {
    case '||':
    case 'or':
      return said(isTrue(left) || isTrue(right));
    case '&&':
    case 'and':
      return said(isTrue(left) && isTrue(right));
    case '.':
      return one + other;
    case '+':
    case '-':
    case '*':
    case '/':
      return String(calculate(operator, Number(one), Number(other)));
    default:
      return said(compares(operator, one, other));
  }
}

function calculate(operator: string, one: number, other: number): number {
  if (operator === '+') return one + other;
  if (operator === '-') return one - other;
  return operator === '*' ? one * other : Math.trunc(one / other);
}

/** Also the conditions of `find`: `name="x"`, `comment~"^wifi"`. */
export function compares(operator: string, one: string, other: string): boolean {
  const [left, right] = [plain(one), plain(other)];
  switch (operator) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '~':
      return matches(one, other);
    case 'in':
      return other.split(';').includes(one);
    default: {
      const order = Number(left) - Number(right);
      return operator === '>' ? order > 0 : operator === '<' ? order < 0 : operator === '>=' ? order >= 0 : order <= 0;
    }
  }
}

function matches(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    throw new Trap('invalid regular expression', trapCategory.scripting);
  }
}

export const isTrue = (value: ScriptValue): boolean =>
  plain(textOf(value)) === 'yes' || (Array.isArray(value) && value.length > 0);

export const textOf = (value: ScriptValue): string => (typeof value === 'string' ? value : value.join(';'));

const said = (value: boolean): string => (value ? 'true' : 'false');
const plain = (text: string): string => (text === 'true' ? 'yes' : text === 'false' ? 'no' : text);
