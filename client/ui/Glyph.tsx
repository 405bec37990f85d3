import type { JSX } from 'solid-js';

/** Outlines on a 16×16 grid; shapes differ so that meaning never rests on colour. */
const shapes = {
  critical: 'M8 1.2 14.8 8 8 14.8 1.2 8Z M8 4.6v4 M8 11v.4',
  major: 'M8 2 15 14H1Z M8 6.4v3.4 M8 11.8v.3',
  minor: 'M8 3.4 13.6 13H2.4Z',
  warning: 'M8 2.2a5.8 5.8 0 1 1 0 11.6a5.8 5.8 0 0 1 0-11.6Z M8 5v3.6 M8 10.8v.3',
  indeterminate:
    'M8 2.2a5.8 5.8 0 1 1 0 11.6a5.8 5.8 0 0 1 0-11.6Z M6.3 6.4a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.9.7-.9 1.3 M8 11.2v.3',
  raised: 'M8 3v6 M8 12v.4',
  acknowledged: 'M2.5 8.5 6 12l7.5-8',
  claimed: 'M8 2.2a2.8 2.8 0 1 1 0 5.6a2.8 2.8 0 0 1 0-5.6Z M2.6 14c.5-3 2.6-4.4 5.4-4.4s4.9 1.4 5.4 4.4',
  shelved: 'M8 2.2a5.8 5.8 0 1 1 0 11.6a5.8 5.8 0 0 1 0-11.6Z M8 4.8V8l2.2 1.6',
  cleared: 'M8 2.2a5.8 5.8 0 1 1 0 11.6a5.8 5.8 0 0 1 0-11.6Z M5.2 8.2l2 2 3.6-4',
  live: 'M8 5.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 0 1 0-5Z M3.6 3.6a6.2 6.2 0 0 0 0 8.8 M12.4 3.6a6.2 6.2 0 0 1 0 8.8',
  catchingUp: 'M13 8a5 5 0 1 1-1.6-3.7 M13 2.4v2.8h-2.8',
  stale: 'M8 2.2a5.8 5.8 0 1 1 0 11.6a5.8 5.8 0 0 1 0-11.6Z M4 4l8 8',
  bell: 'M4 11.2V7.4a4 4 0 0 1 8 0v3.8l1.2 1.2H2.8Z M6.8 14h2.4',
  system: 'M2.5 3h11v4h-11Z M2.5 9h11v4h-11Z M5 5h.2 M5 11h.2',
  person: 'M8 2.4a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 0 1 0-5.2Z M3 13.8c.4-2.8 2.3-4.2 5-4.2s4.6 1.4 5 4.2',
  search: 'M7 2.4a4.6 4.6 0 1 1 0 9.2a4.6 4.6 0 0 1 0-9.2Z M10.4 10.4 14 14',
  close: 'M3.5 3.5l9 9 M12.5 3.5l-9 9',
  chevron: 'M6 3.5 10.5 8 6 12.5',
  down: 'M3.5 6 8 10.5 12.5 6',
  up: 'M3.5 10 8 5.5 12.5 10',
  copy: 'M5.5 5.5h8v8h-8Z M2.5 10.5v-8h8',
  restart: 'M13 8a5 5 0 1 1-1.6-3.7 M13 2.4v2.8h-2.8',
  crash: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8Z',
  comment: 'M2.5 3h11v7.5H8L5 13.5v-3H2.5Z',
  link: 'M6.5 9.5l3-3 M7 4.8 9 2.9a2.9 2.9 0 0 1 4.1 4.1L11.2 9 M9 11.2 7 13.1A2.9 2.9 0 0 1 2.9 9L4.8 7',
} as const;

export type GlyphName = keyof typeof shapes;

/** Decoration beside a word: hidden from screen readers, takes the colour of its text. */
export function Glyph(props: { name: GlyphName; class?: string; filled?: boolean }): JSX.Element {
  return (
    <svg
      class={`glyph ${props.class ?? ''}`}
      classList={{ filled: props.filled }}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path d={shapes[props.name]} />
    </svg>
  );
}
