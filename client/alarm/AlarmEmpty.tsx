import { A } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { say } from '../words/words.ts';

/** Nothing stands, or nothing matches: two very different things to know at 3 a.m. */
export function AlarmEmpty(props: { narrowed: boolean; onClear: () => void }): JSX.Element {
  return (
    <Show
      when={props.narrowed}
      fallback={
        <EmptyState glyph="cleared" calm title={say('alarm.empty')} text={say('alarm.emptyText')}>
          <A href="/alarms/history">{say('alarm.emptyHistory')}</A>
        </EmptyState>
      }
    >
      <EmptyState glyph="search" title={say('alarm.noMatch')} text={say('alarm.noMatchText')}>
        <Button onClick={() => props.onClear()}>{say('filter.clear')}</Button>
      </EmptyState>
    </Show>
  );
}
