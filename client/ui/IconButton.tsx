import { splitProps, type JSX } from 'solid-js';
import { Glyph, type GlyphName } from './Glyph.tsx';
import './button.css';

export interface IconButtonProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly glyph: GlyphName;
  /** What it does, for screen readers and on hover. */
  readonly label: string;
  readonly pressed?: boolean;
}

/** A button that is a picture; its words are its name. */
export function IconButton(props: IconButtonProps): JSX.Element {
  const [own, rest] = splitProps(props, ['glyph', 'label', 'pressed', 'class']);
  return (
    <button
      type="button"
      {...rest}
      class={`icon-button ${own.class ?? ''}`}
      aria-label={own.label}
      aria-pressed={own.pressed}
      title={own.label}
    >
      <Glyph name={own.glyph} />
    </button>
  );
}
