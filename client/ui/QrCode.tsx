import type { JSX } from 'solid-js';
import { say } from '../words/words.ts';
import './qrCode.css';

/** Rows of dark (true) and light modules, as the server makes them; always dark on light, or cameras fail. */
export function QrCode(props: { modules: readonly (readonly boolean[])[]; label?: string }): JSX.Element {
  // ISO/IEC 18004: a quiet zone of four modules.
  const size = (): number => props.modules.length + 8;
  const path = (): string =>
    props.modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + 4} ${y + 4}h1v1h-1z`] : []))).join('');
  return (
    <svg
      class="qr-code"
      viewBox={`0 0 ${size()} ${size()}`}
      role="img"
      aria-label={props.label ?? say('ui.qr')}
      shape-rendering="crispEdges"
    >
      <path d={path()} />
    </svg>
  );
}
