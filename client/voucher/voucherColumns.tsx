import type { Voucher } from '#shared/voucher/voucher.ts';
import { absolute } from '../ui/relativeTime.ts';
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
    const text = (voucher: Voucher): string => {
      const at = voucher[id];
      return at === undefined ? '' : absolute(at, timeZone);
    };
    return { id, title, width: 150, text, cell: (voucher) => <span class="number">{text(voucher)}</span>, ...more };
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
