import { For, Show, type JSX } from 'solid-js';
import { Dialog } from '../ui/Dialog.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { presentKeyNotes, type KeyNote } from '../ui/keyNotes.ts';
import { say } from '../words/words.ts';
import { presentActs, type Act } from './acts.ts';
import './keyboardHelp.css';
import { closeHelp, helpOpen } from './helpState.ts';
import { mayGoTo, places } from './places.ts';
import { useSession } from './session.tsx';

/** Every key that does something here: first the screen's, then those that work everywhere. */
export function KeyboardHelp(): JSX.Element {
  const session = useSession();
  const ofScreen = (): readonly KeyNote[] => [
    ...presentKeyNotes(),
    ...keyed(presentActs().filter(({ everywhere: global }) => global !== true)),
  ];
  const going = (): readonly KeyNote[] =>
    places
      .filter((place) => place.key !== undefined && mayGoTo(place, session.permissions))
      .map(({ key, word }) => ({ keys: `g ${key}`, label: say(word) }));
  const everywhere = (): readonly KeyNote[] => [
    { keys: 'Ctrl K', label: say('help.palette') },
    { keys: '?', label: say('keys.help') },
    { keys: 'z', label: say('keys.undo') },
    { keys: 'Esc', label: say('help.back') },
    ...keyed(presentActs().filter(({ everywhere: global }) => global === true)),
  ];
  return (
    <Show when={helpOpen()}>
      <Dialog wide title={say('keys.title')} onClose={closeHelp}>
        <div class="key-groups">
          <KeyGroup title={say('help.here')} notes={ofScreen()} />
          <KeyGroup title={say('help.everywhere')} notes={everywhere()} />
          <KeyGroup title={say('help.go')} notes={going()} />
        </div>
      </Dialog>
    </Show>
  );
}

function KeyGroup(props: { title: string; notes: readonly KeyNote[] }): JSX.Element {
  return (
    <Show when={props.notes.length > 0}>
      <section class="key-group">
        <h3>{props.title}</h3>
        <dl class="keys">
          <For each={props.notes}>
            {(note) => (
              <>
                <dt>
                  <KeyHint keys={note.keys} />
                  <span class="visually-hidden">{note.keys}</span>
                </dt>
                <dd>{note.label}</dd>
              </>
            )}
          </For>
        </dl>
      </section>
    </Show>
  );
}

function keyed(acts: readonly Act[]): readonly KeyNote[] {
  return acts.flatMap(({ key, label }) => (key === undefined ? [] : [{ keys: written(key), label }]));
}

/** `Shift+X` → `Shift X`, `ArrowDown` → `↓`. */
function written(key: string): string {
  return key.replace('+', ' ').replace('ArrowDown', '↓').replace('ArrowUp', '↑').replace('Escape', 'Esc');
}
