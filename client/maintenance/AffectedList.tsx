import { For, Show, type JSX } from 'solid-js';
import type { MaintenanceDetail, MaintenanceThing } from '#shared/maintenance/view.ts';
import { Badge } from '../ui/Badge.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { Pill } from '../ui/Pill.tsx';
import { say, sayNumber } from '../words/words.ts';
import { kindWords } from './maintenanceWords.ts';

/** More are counted, not shown: the whole list is for programs. */
const SHOWN = 500;

/** What the window affects, fixed when it began, each with how it is now; what does not work first. */
export function AffectedList(props: { window: MaintenanceDetail; things: readonly MaintenanceThing[] }): JSX.Element {
  const sorted = (): readonly MaintenanceThing[] =>
    props.things.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  return (
    <Section
      title={`${say('maintenance.affected')} ${props.window.affected === undefined ? '' : sayNumber(props.window.affected)}`}
    >
      <Show
        when={props.window.affected !== undefined}
        fallback={<p class="faint">{say('maintenance.affectedLater')}</p>}
      >
        <Show when={props.things.length > 0} fallback={<p class="faint">{say('maintenance.affectedNone')}</p>}>
          <ul class="maintenance-list">
            <For each={sorted().slice(0, SHOWN)}>
              {(thing) => (
                <li>
                  <span>
                    <strong>{thing.name}</strong>{' '}
                    <span class="faint">
                      {kindWords(thing.kind)}
                      {thing.branchName ? ` · ${thing.branchName}` : ''}
                    </span>
                  </span>
                  <Show when={!thing.wasUp}>
                    <Badge>{say('maintenance.wasDown')}</Badge>
                  </Show>
                  <HowItIs thing={thing} />
                </li>
              )}
            </For>
          </ul>
          <Show when={(props.window.affected ?? 0) > Math.min(SHOWN, props.things.length)}>
            <p class="faint">
              {say('maintenance.more', { n: (props.window.affected ?? 0) - Math.min(SHOWN, props.things.length) })}
            </p>
          </Show>
        </Show>
      </Show>
    </Section>
  );
}

function HowItIs(props: { thing: MaintenanceThing }): JSX.Element {
  return (
    <Show when={props.thing.up !== undefined} fallback={<span class="faint">{say('maintenance.notWatched')}</span>}>
      <Pill tone={props.thing.up ? 'calm' : 'major'} glyph={props.thing.up ? 'cleared' : 'down'}>
        {say(props.thing.up ? 'maintenance.up' : 'maintenance.down')}
      </Pill>
    </Show>
  );
}

function rank({ up }: MaintenanceThing): number {
  return up === false ? 0 : up === undefined ? 2 : 1;
}
