import { For, type JSX } from 'solid-js';
import { fuzzyMatch } from './fuzzy.ts';

/** The text with what was looked for in it made visible. */
export function Marked(props: { text: string; query: string }): JSX.Element {
  const parts = (): readonly { text: string; marked: boolean }[] => {
    const letters = Array.from(props.text.normalize());
    const pieces: { text: string; marked: boolean }[] = [];
    let at = 0;
    const until = (end: number, marked: boolean): void => {
      if (end > at) pieces.push({ text: letters.slice(at, end).join(''), marked });
      at = end;
    };
    for (const { from, to } of fuzzyMatch(props.text, props.query)?.marks ?? []) {
      until(from, false);
      until(to, true);
    }
    until(letters.length, false);
    return pieces;
  };
  return <For each={parts()}>{(part) => (part.marked ? <mark>{part.text}</mark> : part.text)}</For>;
}
