import type { Voucher } from '#shared/voucher/voucher.ts';
import { now } from '../ui/now.ts';
import { absolute, clockTime } from '../ui/relativeTime.ts';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { say } from '../words/words.ts';
import { gigabytes } from './voucherLooks.ts';
import { VoucherStatePill } from './VoucherStatePill.tsx';

/** `codeOf`: the code in clear, once this person has asked to see it. */
export function voucherColumns(
  timeZone: string,
  codeOf: (voucher: Voucher) => string,
): readonly TableColumn<Voucher>[] {
  const time = (
    id: 'soldAt' | 'firstUsedAt' | 'validUntil',
    title: () => string,
    more: Partial<TableColumn<Voucher>>,
  ): TableColumn<Voucher> => {
    return {
      id,
      title,
      width: 125,
      text: (voucher) => textOf(voucher[id], (at) => absolute(at, timeZone)),
      cell: (voucher) => (
        <span class="number" title={textOf(voucher[id], (at) => absolute(at, timeZone))}>
          {textOf(voucher[id], (at) => clockTime(at, now(), timeZone))}
        </span>
      ),
      ...more,
    };
  };
  return [
    {
      id: 'serial',
      title: () => say('voucher.serial'),
      width: 70,
      align: 'end',
      fixed: true,
      phone: 'textEnd',
      text: ({ serial }) => serial,
      cell: ({ serial }) => serial,
    },
    {
      id: 'code',
      title: () => say('voucher.code'),
      width: 170,
      grow: 1,
      fixed: true,
      phone: 'title',
      text: codeOf,
      cell: (voucher) => <span class="mono">{codeOf(voucher)}</span>,
    },
    {
      id: 'state',
      title: () => say('column.state'),
      width: 150,
      phone: 'corner',
      text: ({ state }) => say(`voucher.state.${state}`),
      cell: ({ state }) => <VoucherStatePill state={state} />,
    },
    time('soldAt', () => say('voucher.soldAt'), { yields: 2 }),
    time('firstUsedAt', () => say('voucher.firstUsed'), { yields: 1, phone: 'text' }),
    time('validUntil', () => say('voucher.validUntil'), { phone: 'last' }),
    {
      id: 'volume',
      title: () => say('voucher.volume'),
      width: 120,
      align: 'end',
      yields: 1,
      phone: 'lastEnd',
      text: ({ usedBytes }) => usedBytes,
      cell: ({ usedBytes }) => (usedBytes === 0 ? '' : gigabytes(usedBytes)),
    },
  ];
}

function textOf(at: number | undefined, write: (at: number) => string): string {
  return at === undefined ? '' : write(at);
}
