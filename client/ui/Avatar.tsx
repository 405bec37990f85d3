import type { JSX } from 'solid-js';
import './avatar.css';

/** Initials of a person; the name is on hover and for screen readers, unless it stands beside it. */
export function Avatar(props: { name: string; beside?: boolean }): JSX.Element {
  return (
    <span
      class="avatar"
      role={props.beside === true ? undefined : 'img'}
      aria-label={props.beside === true ? undefined : props.name}
      aria-hidden={props.beside === true ? true : undefined}
      title={props.name}
    >
      {initials(props.name)}
    </span>
  );
}

/** First letters of the first and the last word, by grapheme, so that Bangla letters stay whole. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = (word: string | undefined): string => {
    if (word === undefined) return '';
    return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)][0]?.segment ?? '';
  };
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : '')).toLocaleUpperCase();
}
