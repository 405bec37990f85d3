import { Show, type JSX } from 'solid-js';
import { say, sayCount } from '../../words/words.ts';
import { Button } from '../Button.tsx';
import { Glyph } from '../Glyph.tsx';
import type { TableModel } from './createTable.ts';
import './table.css';

/** Shown while rows are marked: how many, and as children the buttons of what can be done to all of them. */
export function BulkBar<Row>(props: { table: TableModel<Row>; label: string; children: JSX.Element }): JSX.Element {
  const { selection } = props.table;
  return (
    <Show when={selection.size() > 0}>
      <div class="bulk-bar" role="toolbar" aria-label={props.label}>
        <strong class="number" role="status">
          {sayCount('ui.selected', selection.size())}
        </strong>
        <div class="bulk-acts">{props.children}</div>
        <Button look="quiet" aria-label={say('ui.clearSelection')} onClick={() => selection.clear()}>
          <Glyph name="close" />
        </Button>
      </div>
    </Show>
  );
}
