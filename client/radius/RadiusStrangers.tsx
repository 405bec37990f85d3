import { For, Show, type JSX } from 'solid-js';
import type { RadiusStrangerRow } from '#shared/radius/view.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { say, sayNumber } from '../words/words.ts';
import './radius.css';

/** Who sends RADIUS and is no router on record. */
export function RadiusStrangers(props: { strangers: readonly RadiusStrangerRow[] }): JSX.Element {
  const session = useSession();
  return (
    <Show when={props.strangers.length > 0} fallback={<p class="faint">{say('radius.noStrangers')}</p>}>
      <p class="faint">{say('radius.strangersNote')}</p>
      <ul class="radius-list">
        <For each={props.strangers}>
          {(stranger) => (
            <li class="radius-stranger">
              <span class="mono">{stranger.address}</span>
              <span class="number faint">{say('radius.packets', { n: sayNumber(stranger.packets) })}</span>
              <Age at={stranger.lastAt} timeZone={session.timeZone} />
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
