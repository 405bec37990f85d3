import { Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { Glyph } from './Glyph.tsx';
import { now } from './now.ts';
import { absolute, ago } from './relativeTime.ts';
import './staleState.css';

/** Old values behind a hatch with their age; `at` undefined: fresh, shown as they are. */
export function StaleState(props: { at: number | undefined; timeZone: string; children: JSX.Element }): JSX.Element {
  return (
    <div class="stale-frame" classList={{ stale: props.at !== undefined }}>
      {props.children}
      <Show when={props.at}>
        {(at) => (
          <p class="stale-note number" title={absolute(at(), props.timeZone)}>
            <Glyph name="stale" />
            {say('ui.staleTitle', { age: ago(at(), now()) })}
          </p>
        )}
      </Show>
    </div>
  );
}
