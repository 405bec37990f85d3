import { For, type JSX } from 'solid-js';
import { Dialog } from '../ui/Dialog.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { say } from '../words/words.ts';

const keys = [
  ['j k', 'keys.move'],
  ['Enter', 'keys.open'],
  ['a', 'act.acknowledge'],
  ['c', 'act.claim'],
  ['r', 'act.release'],
  ['t', 'act.take'],
  ['s', 'act.shelve'],
  ['m', 'act.comment'],
  ['x', 'keys.mark'],
  ['J K', 'keys.markMore'],
  ['z', 'keys.undo'],
  ['/', 'keys.search'],
  ['Esc', 'keys.back'],
  ['?', 'keys.help'],
] as const;

export function AlarmKeysHelp(props: { onClose: () => void }): JSX.Element {
  return (
    <Dialog wide title={say('keys.title')} onClose={props.onClose}>
      <dl class="keys">
        <For each={keys}>
          {([key, word]) => (
            <>
              <dt>
                <KeyHint keys={key} />
                <span class="visually-hidden">{key}</span>
              </dt>
              <dd>{say(word)}</dd>
            </>
          )}
        </For>
      </dl>
    </Dialog>
  );
}
