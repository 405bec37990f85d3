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
  arrowDown: 'M8 3v10 M4.2 9.2 8 13l3.8-3.8',
  arrowUp: 'M8 13V3 M4.2 6.8 8 3l3.8 3.8',
  copy: 'M5.5 5.5h8v8h-8Z M2.5 10.5v-8h8',
  restart: 'M13 8a5 5 0 1 1-1.6-3.7 M13 2.4v2.8h-2.8',
  crash: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8Z',
  comment: 'M2.5 3h11v7.5H8L5 13.5v-3H2.5Z',
  columns: 'M2.5 3h11v10h-11Z M6.2 3v10 M9.8 3v10',
  download: 'M8 2.5v7.5 M4.8 7 8 10.2 11.2 7 M3 13.5h10',
  upload: 'M8 10.5V3 M4.8 6.2 8 3l3.2 3.2 M3 13.5h10',
  plus: 'M8 3v10 M3 8h10',
  minus: 'M3 8h10',
  more: 'M3.5 8h.2 M8 8h.2 M12.5 8h.2',
  edit: 'M10.8 2.8l2.4 2.4L6 12.4l-3.2.8.8-3.2Z',
  trash: 'M3 4.5h10 M6 4.5v-2h4v2 M4.5 4.5l.6 9h5.8l.6-9',
  filter: 'M2.5 3.5h11L9.5 8.5v4l-3 1.3V8.5Z',
  eye: 'M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8Z M8 6.2a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 0 1 0-3.6Z',
  eyeOff: 'M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8Z M3 13 13 3',
  lock: 'M4 7.2h8v6H4Z M5.6 7.2V5a2.4 2.4 0 0 1 4.8 0v2.2',
  info: 'M8 2.2a5.8 5.8 0 1 1 0 11.6a5.8 5.8 0 0 1 0-11.6Z M8 7.4v3.6 M8 5v.3',
  maintenance: 'M13.2 4.4a3.4 3.4 0 0 1-4.5 4.1L4.4 12.8 3 11.4l4.3-4.3a3.4 3.4 0 0 1 4.1-4.5L9.3 4.7l1.9 1.9Z',
  overload: 'M2.5 12.5a5.5 5.5 0 1 1 11 0 M8 12 11.2 6.6',
  unknown:
    'M8 2.2a5.8 5.8 0 1 1 0 11.6a5.8 5.8 0 0 1 0-11.6Z M6.3 6.4a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.9.7-.9 1.3 M8 11.2v.3',
  pin: 'M8 14.2S3.6 9.8 3.6 6.6a4.4 4.4 0 0 1 8.8 0C12.4 9.8 8 14.2 8 14.2Z M8 5.2a1.4 1.4 0 1 1 0 2.8a1.4 1.4 0 0 1 0-2.8Z',
  bookmark: 'M4.2 2.5h7.6v11L8 10.6l-3.8 2.9Z',
  external: 'M9.5 2.8h3.7v3.7 M13.2 2.8 7.6 8.4 M11.4 9.4v3.8H2.8V4.6h3.8',
  wrap: 'M2.5 4h11 M2.5 8h8.6a2.2 2.2 0 0 1 0 4.4H8.4 M10 10.6 8.2 12.4l1.8 1.8 M2.5 12.4h2.6',
  play: 'M4.8 3.2 12.6 8l-7.8 4.8Z',
  pause: 'M5.4 3.2v9.6 M10.6 3.2v9.6',
  undo: 'M5.4 3 2.6 5.8l2.8 2.8 M2.8 5.8h6.4a4 4 0 0 1 0 8H5.4',
  calendar: 'M2.8 3.8h10.4v9.4H2.8Z M2.8 6.8h10.4 M5.4 2.4v2.6 M10.6 2.4v2.6',
  router: 'M2.5 8.5h11v4.4h-11Z M5 10.7h.2 M8 10.7h.2 M11 8.5V3.2 M8.8 5.2a3 3 0 0 1 4.4 0',
  home: 'M2.6 7.6 8 2.8l5.4 4.8 M4.2 6.4v6.8h7.6V6.4',
  key: 'M5.4 6.6a3 3 0 1 1 0 6a3 3 0 0 1 0-6Z M7.6 7.4 13.2 1.8 M11 4l2 2',
  link: 'M6.5 9.5l3-3 M7 4.8 9 2.9a2.9 2.9 0 0 1 4.1 4.1L11.2 9 M9 11.2 7 13.1A2.9 2.9 0 0 1 2.9 9L4.8 7',
  bellOff: 'M4 11.2V7.4a4 4 0 0 1 8 0v3.8l1.2 1.2H2.8Z M6.8 14h2.4 M2.5 2.5l11 11',
  moon: 'M13 9.6A5.6 5.6 0 1 1 6.4 3a4.6 4.6 0 0 0 6.6 6.6Z',
  language:
    'M8 2.2a5.8 5.8 0 1 1 0 11.6a5.8 5.8 0 0 1 0-11.6Z M2.2 8h11.6 M8 2.2c3.4 3.6 3.4 8 0 11.6c-3.4-3.6-3.4-8 0-11.6Z',
  leave: 'M6.5 13.5h-4v-11h4 M6 8h8 M11 5l3 3-3 3',
  keyboard: 'M1.8 4.2h12.4v7.6H1.8Z M4.2 6.6h.2 M6.8 6.6h.2 M9.2 6.6h.2 M11.6 6.6h.2 M5 9.4h6',
} as const;

export type GlyphName = keyof typeof shapes;
export const glyphNames = Object.keys(shapes) as readonly GlyphName[];

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
