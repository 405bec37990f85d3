import { Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { Button } from './Button.tsx';
import './table/table.css';

/** Under a list that is not a table: fetches the next page; says why when it could not. */
export function MoreButton(props: {
  more: boolean;
  pending: boolean;
  trouble?: string | undefined;
  onMore: () => void;
}): JSX.Element {
  return (
    <Show when={props.more}>
      <p class="table-foot" role={props.trouble === undefined ? undefined : 'alert'}>
        <Show when={props.trouble}>{(why) => say('ui.moreFailed', { why: why() })}</Show>
        <Button pending={props.pending} onClick={() => props.onMore()}>
          {say(props.trouble === undefined ? 'ui.more' : 'tryAgain')}
        </Button>
      </p>
    </Show>
  );
}
