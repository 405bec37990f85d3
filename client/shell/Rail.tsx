import { A } from '@solidjs/router';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { Dialog } from '../ui/Dialog.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import mark from '../ui/mark.svg';
import { createMedia, PHONE } from '../ui/media.ts';
import { say } from '../words/words.ts';
import { createPlaceCounts } from './placeCounts.ts';
import './rail.css';
import { RailGroups, useRailPlaces } from './RailGroups.tsx';
import { RailItem } from './RailItem.tsx';
import { railNarrow, toggleRail } from './railLayout.ts';
import { useSession } from './session.tsx';

/** Four fit under a thumb; the fourth is the way to the rest. */
const ON_BAR = 3;

/** By work, not by module; only what exists and what one may see. On a phone a bar below, with a drawer for the rest. */
export function Rail(): JSX.Element {
  const session = useSession();
  const rail = useRailPlaces();
  const countOf = createPlaceCounts();
  const phone = createMedia(PHONE);
  const [drawer, setDrawer] = createSignal(false);
  const all = () => rail.groups().flatMap(({ places }) => places);
  return (
    <nav class="rail" aria-label={say('rail.label')}>
      <Show
        when={phone()}
        fallback={
          <>
            <A class="rail-home" href="/" title="Lastmile">
              <img src={mark} alt="" width="20" height="20" />
              <span class="rail-name">Lastmile</span>
            </A>
            <RailGroups rail={rail} countOf={countOf} />
            <div class="rail-foot">
              <span class="rail-tenant truncate">{session.tenantName}</span>
              <IconButton
                class="rail-fold"
                glyph="chevron"
                label={say(railNarrow() ? 'rail.unfold' : 'rail.fold')}
                onClick={toggleRail}
              />
            </div>
          </>
        }
      >
        <For each={all().slice(0, ON_BAR)}>
          {(place) => (
            <RailItem place={place} count={countOf(place.path)} current={rail.current()?.path === place.path} />
          )}
        </For>
        <button type="button" class="rail-item rail-more" aria-haspopup="dialog" onClick={() => setDrawer(true)}>
          <Glyph name="more" />
          <span class="rail-name">{say('rail.more')}</span>
        </button>
        <Show when={drawer()}>
          <Dialog title={session.tenantName} onClose={() => setDrawer(false)}>
            <div class="rail-drawer">
              <RailGroups rail={rail} countOf={countOf} onGo={() => setDrawer(false)} />
            </div>
          </Dialog>
        </Show>
      </Show>
    </nav>
  );
}
