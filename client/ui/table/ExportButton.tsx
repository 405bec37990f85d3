import { Show, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import { download } from '../download.ts';
import { Glyph } from '../Glyph.tsx';
import { IconButton } from '../IconButton.tsx';
import type { TableModel } from './createTable.ts';
import { csvOf } from './csv.ts';

/**
 * CSV of a list. With `href` the server streams every row that matches the filter; else the rows that are here are
 * written, which is all of them for `createArrayRows`.
 */
export function ExportButton<Row>(props: {
  table: TableModel<Row>;
  /** File name without ending. */
  name: string;
  href?: string | undefined;
}): JSX.Element {
  const write = (): void => {
    const { rows, layout } = props.table;
    const csv = csvOf(
      layout.shown(),
      rows.loaded().map(({ fields }) => fields),
    );
    download(`${props.name}.csv`, 'text/csv', csv);
  };
  return (
    <Show when={props.href} fallback={<IconButton glyph="download" label={say('ui.export')} onClick={write} />}>
      {(href) => (
        <a class="icon-button" href={href()} download={`${props.name}.csv`} title={say('ui.export')}>
          <Glyph name="download" />
          <span class="visually-hidden">{say('ui.export')}</span>
        </a>
      )}
    </Show>
  );
}
