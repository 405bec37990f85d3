import { A, useNavigate } from '@solidjs/router';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { useActs } from '../shell/acts.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Button } from '../ui/Button.tsx';
import { useKeyNotes } from '../ui/keyNotes.ts';
import { Pill } from '../ui/Pill.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { say } from '../words/words.ts';
import type { Need } from './need.ts';

/** What waits for a person, worst and longest first, worked through with the keys of a list. */
export function NeedList(props: { needs: readonly Need[] }): JSX.Element {
  const { timeZone } = useSession();
  const navigate = useNavigate();
  const [chosen, setChosen] = createSignal<string>();
  let list!: HTMLUListElement;
  const index = (): number => props.needs.findIndex(({ id }) => id === chosen());
  const current = (): Need | undefined => props.needs[index()];
  const move = (to: number): void => {
    const next = props.needs[Math.min(Math.max(to, 0), props.needs.length - 1)];
    setChosen(next?.id);
    list.querySelector('.need.current')?.scrollIntoView?.({ block: 'nearest' });
  };
  useShortcuts(() => ({
    j: () => move(index() + 1),
    k: () => move(index() - 1),
    ArrowDown: () => move(index() + 1),
    ArrowUp: () => move(index() - 1),
    Home: () => move(0),
    End: () => move(props.needs.length - 1),
    Enter: () => current() && navigate(current()!.href),
  }));
  useKeyNotes(() => [
    { keys: 'j k', label: say('keys.move') },
    { keys: 'Enter', label: say('home.open') },
  ]);
  useActs(() => current()?.acts ?? []);
  return (
    <ul class="needs" ref={list}>
      <For each={props.needs}>
        {(need) => (
          <li
            class="need"
            classList={{ current: need.id === chosen() }}
            aria-current={need.id === chosen() ? 'true' : undefined}
            onClick={() => setChosen(need.id)}
          >
            <Pill tone={need.tone} glyph={need.glyph}>
              {need.kind}
            </Pill>
            <A class="need-what" href={need.href}>
              <span class="need-title">{need.title}</span>
              <Show when={need.detail}>{(detail) => <span class="faint truncate">{detail()}</span>}</Show>
            </A>
            <span class="need-since muted">
              <Age at={need.since} timeZone={timeZone} bare />
            </span>
            <span class="need-acts">
              <For each={need.acts}>
                {(act) => (
                  <Button hint={need.id === chosen() ? act.key : undefined} onClick={() => act.run()}>
                    {act.label}
                  </Button>
                )}
              </For>
            </span>
          </li>
        )}
      </For>
    </ul>
  );
}
