import { For, Show, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import { Button } from '../Button.tsx';
import { Glyph } from '../Glyph.tsx';
import { IconButton } from '../IconButton.tsx';
import { Popover } from '../Popover.tsx';
import type { TableModel } from './createTable.ts';
import type { TableColumn } from './tableColumn.ts';
import '../form/form.css';
import '../menu.css';
import './table.css';

/** Which columns, in which order, how high the rows; remembered on this computer. */
export function ColumnMenu<Row>(props: { table: TableModel<Row> }): JSX.Element {
  const { layout } = props.table;
  const hidden = (): readonly TableColumn<Row>[] => layout.all().filter(({ id }) => !layout.isShown(id));
  return (
    <Popover label={<Glyph name="columns" />} title={say('ui.columns')} class="icon-button">
      <p class="menu-section">{say('ui.columns')}</p>
      <For each={[...layout.shown(), ...hidden()]}>
        {(column) => (
          <div class="column-row">
            <label>
              <input
                type="checkbox"
                checked={layout.isShown(column.id)}
                disabled={column.fixed === true}
                onChange={() => layout.toggle(column.id)}
              />
              {column.title()}
            </label>
            <Show when={layout.isShown(column.id)}>
              <IconButton
                glyph="up"
                label={say('ui.columnUp', { name: column.title() })}
                onClick={() => layout.move(column.id, -1)}
              />
              <IconButton
                glyph="down"
                label={say('ui.columnDown', { name: column.title() })}
                onClick={() => layout.move(column.id, 1)}
              />
            </Show>
          </div>
        )}
      </For>
      <div class="column-menu-foot">
        <Button look="quiet" aria-pressed={layout.roomy()} onClick={() => layout.setRoomy(!layout.roomy())}>
          {say(layout.roomy() ? 'ui.rowsDense' : 'ui.rowsRoomy')}
        </Button>
        <Button look="quiet" disabled={!layout.changed()} onClick={() => layout.reset()}>
          {say('ui.resetColumns')}
        </Button>
      </div>
    </Popover>
  );
}
