import { useSearchParams } from '@solidjs/router';
import { createMemo, Show, type JSX } from 'solid-js';
import { NasPlace } from '#shared/nas/view.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { useTrail } from '../shell/trail.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import type { MapPlace } from '../ui/map/mapPlace.ts';
import { PlaceMap } from '../ui/map/PlaceMap.tsx';
import { PeekLayout } from '../ui/PeekPanel.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say } from '../words/words.ts';
import './nas.css';
import { nasLooks } from './nasLooks.ts';
import { NasPeek } from './NasPeek.tsx';
import { nasTabs } from './nasTabs.ts';

/** Routers where they stand, by state, live. */
export function NasMapScreen(): JSX.Element {
  useTrail(() => [{ label: say('nas.title'), href: '/routers' }, { label: say('nas.map') }]);
  const [params, setParams] = useSearchParams<{ router?: string }>();
  const view = createLiveView(useLive(), () => ({ view: 'nas.map' }) as const, NasPlace);
  const places = createMemo(() => view.rows.map(({ fields }) => placeOf(fields)));
  const peek = (router: string | undefined): void => setParams({ router }, { replace: true });
  return (
    <PeekLayout
      open={params.router !== undefined}
      panel={
        <Show when={params.router} keyed>
          {(id) => <NasPeek id={id} listed={undefined} onClose={() => peek(undefined)} />}
        </Show>
      }
    >
      <TabLinks label={say('nas.title')} tabs={nasTabs()} />
      <div class="nas-map">
        <Show when={view.state !== 'loading'} fallback={<Skeleton rows={10} label={say('loading')} />}>
          <PlaceMap
            label={say('nas.map')}
            places={places()}
            selected={params.router}
            onSelect={peek}
            card={false}
            empty={<EmptyState glyph="pin" title={say('nas.map.empty')} text={say('nas.map.emptyText')} />}
          />
        </Show>
      </div>
    </PeekLayout>
  );
}

function placeOf({ id, name, longitude, latitude, state }: NasPlace): MapPlace {
  return {
    id,
    name,
    longitude,
    latitude,
    ...nasLooks[state],
    state: say(`nas.state.${state}`),
    on: state === 'up' || state === 'degraded' || state === 'maintenance',
    href: `/routers/${id}`,
  };
}
