import { useSearchParams } from '@solidjs/router';
import { For, Show, type Component, type JSX } from 'solid-js';
import { usePermission } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { say } from '../words/words.ts';
import { ActsGallery } from './ActsGallery.tsx';
import { ChartGallery } from './ChartGallery.tsx';
import { FormGallery } from './FormGallery.tsx';
import './gallery.css';
import { MapGallery } from './MapGallery.tsx';
import { PageGallery } from './PageGallery.tsx';
import { StateGallery } from './StateGallery.tsx';
import { TableGallery } from './TableGallery.tsx';
import { TextGallery } from './TextGallery.tsx';

/** Names of components, which no language translates. */
const parts: Readonly<Record<string, Component>> = {
  Buttons: ActsGallery,
  States: StateGallery,
  Form: FormGallery,
  Table: TableGallery,
  Charts: ChartGallery,
  Texts: TextGallery,
  Page: PageGallery,
  Map: MapGallery,
};

/** Every part of the design system in every state, light and dark beside each other. `?part=` shows one. */
export function GalleryScreen(): JSX.Element {
  useTrail(() => [{ label: say('gallery.title') }]);
  const may = usePermission('inspector.view');
  return (
    <Show when={may()} fallback={<ErrorState title={say('inspector.refused')} text={say('refused.notPermitted')} />}>
      <Gallery />
    </Show>
  );
}

function Gallery(): JSX.Element {
  const [params, setParams] = useSearchParams<{ part?: string; theme?: string }>();
  const chosen = (): string => (params.part !== undefined && params.part in parts ? params.part : 'Buttons');
  const themes = (): readonly ('light' | 'dark')[] => {
    if (params.theme === 'light' || params.theme === 'dark') return [params.theme];
    return ['light', 'dark'];
  };
  return (
    <div class="gallery">
      <header class="gallery-head">
        <SegmentedControl
          label={say('gallery.parts')}
          options={Object.keys(parts).map((name) => ({ value: name, label: name }))}
          chosen={chosen()}
          onChoose={(part) => setParams({ part }, { replace: true })}
        />
      </header>
      <div class="gallery-themes" classList={{ single: themes().length === 1 }}>
        <For each={themes()}>
          {(theme) => (
            <section class={`gallery-theme ${theme}`} aria-label={say(`theme.${theme}`)}>
              <For each={[chosen()]}>
                {(name) => {
                  const Part = parts[name] ?? ActsGallery;
                  return <Part />;
                }}
              </For>
            </section>
          )}
        </For>
      </div>
    </div>
  );
}
