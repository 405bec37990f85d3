import { For, Show, type JSX } from 'solid-js';
import type { NasLogLine } from '#shared/nas/view.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { say } from '../words/words.ts';
import './nas.css';

/** What the router writes, newest first. */
export function NasLog(props: { lines: readonly NasLogLine[] }): JSX.Element {
  return (
    <div class="nas-panel">
      <p class="muted">{say('nas.log.text')}</p>
      <Show when={props.lines.length > 0} fallback={<EmptyState glyph="router" title={say('nas.log.none')} />}>
        <ol class="nas-log">
          <For each={props.lines.toReversed()}>
            {(line) => (
              <li>
                <span class="faint">{line.time}</span>
                <span class={line.severity}>{line.topics.join(', ')}</span>
                <span>{line.message}</span>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </div>
  );
}
