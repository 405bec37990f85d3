import type { ScriptValue } from './scriptExpression.ts';
import { ScriptReader, type ScriptWord } from './scriptReader.ts';

const OPERATOR = /^(?:&&|\|\||!=|>=|<=|[=<>~!.+*/-])/;

/** Operators as text, values as words. */
export function splitExpression(text: string): readonly (string | ScriptWord)[] {
  const reader = new ScriptReader(spaced(text));
  const pieces: (string | ScriptWord)[] = [];
  for (let statement = reader.next(); statement; statement = reader.next()) {
    for (const word of statement.words) {
      const bare = bareText(word);
      const isOperator =
        bare !== undefined && (OPERATOR.exec(bare)?.[0] === bare || ['and', 'or', 'in'].includes(bare));
      pieces.push(isOperator ? bare : word);
    }
  }
  return pieces;
}

/** Blanks around operators; what is in quotes or brackets stays as it is. */
function spaced(text: string): string {
  return text.replaceAll(
    /"(?:\\.|[^"\\])*"|\[(?:"(?:\\.|[^"\\])*"|\[[^\]]*\]|[^\]"])*\]|\((?:"(?:\\.|[^"\\])*"|\([^)]*\)|[^)"])*\)|&&|\|\||!=|>=|<=|[=<>~!]/g,
    (found) => (/^["[(]/.test(found) ? found : ` ${found} `),
  );
}

/** The word when it is nothing but plain text. */
export function bareText({ name, parts }: ScriptWord): string | undefined {
  const [only] = parts;
  return name === undefined && parts.length === 1 && only?.kind === 'text' && !only.quoted ? only.text : undefined;
}

/** A list as parameters take it. */
export const commaed = (value: ScriptValue): string => (typeof value === 'string' ? value : value.join(','));
