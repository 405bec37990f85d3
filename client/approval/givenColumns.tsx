import { Show, type JSX } from 'solid-js';
import type { LimitedActsRow } from '#shared/approval/report.ts';
import type { Sorters } from '../ui/table/arrayRows.ts';
import { sortBoth, type TableColumn } from '../ui/table/tableColumn.ts';
import { type PlainKey, say, sayNumber } from '../words/words.ts';

interface Figure extends Pick<TableColumn<LimitedActsRow>, 'phone' | 'yields'> {
  readonly id: string;
  readonly word: PlainKey;
  readonly of: (row: LimitedActsRow) => number;
}

/** The figures of a line, as the table and the printed sheet show them. */
export const givenFigures: readonly Figure[] = [
  { id: 'within', word: 'given.within', of: ({ times }) => times, phone: 'last' },
  { id: 'beyond', word: 'given.beyond', of: ({ approvedTimes }) => approvedTimes, phone: 'lastEnd' },
  { id: 'amount', word: 'given.amount', of: ({ amount, approvedAmount }) => amount + approvedAmount, yields: 2 },
  { id: 'refused', word: 'given.refused', of: ({ refused }) => refused, phone: 'corner' },
  { id: 'waiting', word: 'given.waiting', of: ({ waiting }) => waiting, phone: 'textEnd' },
];

export const givenSorters: Sorters<LimitedActsRow> = {
  person: ({ userName }) => userName,
  act: ({ act }) => say(`permission.${act}`),
  ...Object.fromEntries(givenFigures.map(({ id, of }) => [id, of])),
};

export function givenColumns(): readonly TableColumn<LimitedActsRow>[] {
  return [
    {
      id: 'person',
      title: () => say('given.person'),
      width: 160,
      grow: 1,
      fixed: true,
      phone: 'title',
      sort: sortBoth('person'),
      text: ({ userName }) => userName,
      cell: ({ userName }) => userName,
    },
    {
      id: 'act',
      title: () => say('approval.act'),
      width: 200,
      grow: 2,
      phone: 'text',
      sort: sortBoth('act'),
      text: ({ act }) => say(`permission.${act}`),
      cell: ({ act }) => say(`permission.${act}`),
    },
    ...givenFigures.map(({ id, word, of, ...place }): TableColumn<LimitedActsRow> => ({
      id,
      title: () => say(word),
      width: 130,
      align: 'end',
      sort: sortBoth(id, 'descending'),
      ...place,
      text: of,
      cell: (row) => <FigureCell word={word} figure={of(row)} />,
    })),
  ];
}

/** On a phone a figure stands in a card without a head, so it says what it is. */
function FigureCell(props: { word: PlainKey; figure: number }): JSX.Element {
  return (
    <Show when={props.figure > 0}>
      <span class="given-label faint">{say(props.word)}</span> <span class="number">{sayNumber(props.figure)}</span>
    </Show>
  );
}
