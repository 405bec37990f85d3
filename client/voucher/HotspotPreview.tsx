import { Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';

/** The first thing customers see, roughly: name, logo, words and colour as they are being chosen. */
export function HotspotPreview(props: { name: string; welcome: string; colour: string; logo: string }): JSX.Element {
  return (
    <div class="hotspot-preview">
      <Show when={props.logo !== ''}>
        <img src={`data:image/png;base64,${props.logo}`} alt="" />
      </Show>
      <h3>{props.name}</h3>
      <Show when={props.welcome !== ''}>
        <p>{props.welcome}</p>
      </Show>
      <div class="hotspot-preview-code">{say('hotspot.previewCode')}</div>
      <div
        class="hotspot-preview-button"
        style={{ 'background-color': props.colour, color: isDark(props.colour) ? 'white' : 'black' }}
      >
        {say('hotspot.previewConnect')}
      </div>
    </div>
  );
}

/** As the page decides it: by relative luminance (WCAG 2.2). */
function isDark(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179;
}
