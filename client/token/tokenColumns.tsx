import { Show } from 'solid-js';
import type { TokenView } from '#shared/auth/tokens.ts';
import { Age } from '../ui/Age.tsx';
import { Button } from '../ui/Button.tsx';
import { absolute } from '../ui/relativeTime.ts';
import type { Sorters } from '../ui/table/arrayRows.ts';
import { sortBoth, type TableColumn } from '../ui/table/tableColumn.ts';
import { say, sayNumber } from '../words/words.ts';

export const tokenSorters: Sorters<TokenView> = {
  name: ({ name }) => name,
  createdAt: ({ createdAt }) => createdAt,
  lastUsedAt: ({ lastUsedAt }) => lastUsedAt,
};

export function tokenColumns(
  timeZone: string,
  onRevoke: (token: TokenView) => void,
): readonly TableColumn<TokenView>[] {
  return [
    {
      id: 'name',
      title: () => say('token.name'),
      width: 180,
      grow: 1,
      fixed: true,
      phone: 'title',
      sort: sortBoth('name'),
      text: ({ name }) => name,
      cell: ({ name }) => name,
    },
    {
      id: 'kind',
      title: () => say('token.kind'),
      width: 140,
      phone: 'corner',
      text: ({ kind }) => say(`token.kind.${kind}`),
      cell: ({ kind }) => say(`token.kind.${kind}`),
    },
    {
      id: 'hint',
      title: () => say('token.hint'),
      width: 120,
      yields: 1,
      cell: ({ hint }) => <span class="mono">{hint}…</span>,
    },
    {
      id: 'may',
      title: () => say('token.may'),
      width: 200,
      grow: 2,
      yields: 2,
      text: ({ permissions }) => permissions.map((permission) => say(`permission.${permission}`)).join(', '),
      cell: ({ permissions }) => permissions.map((permission) => say(`permission.${permission}`)).join(', '),
    },
    {
      id: 'by',
      title: () => say('token.by'),
      width: 130,
      yields: 1,
      text: ({ createdBy }) => createdBy.name,
      cell: ({ createdBy }) => createdBy.name,
    },
    {
      id: 'used',
      title: () => say('token.lastUsed'),
      width: 130,
      phone: 'text',
      sort: sortBoth('lastUsedAt', 'descending'),
      cell: ({ lastUsedAt, lastUsedFrom }) => (
        <Show when={lastUsedAt} fallback={<span class="faint">{say('admin.never')}</span>}>
          {(at) => (
            <span title={lastUsedFrom}>
              <Age at={at()} timeZone={timeZone} />
            </span>
          )}
        </Show>
      ),
    },
    {
      id: 'screens',
      title: () => say('token.screens'),
      width: 110,
      align: 'end',
      text: ({ screens }) => screens,
      cell: ({ kind, screens }) => (kind === 'wall' ? sayNumber(screens) : ''),
    },
    {
      id: 'expires',
      title: () => say('token.expires'),
      width: 160,
      yields: 2,
      cell: ({ expiresAt }) =>
        expiresAt === undefined ? <span class="faint">{say('token.noExpiry')}</span> : absolute(expiresAt, timeZone),
    },
    {
      id: 'acts',
      title: () => '',
      width: 96,
      align: 'end',
      fixed: true,
      phone: 'lastEnd',
      cell: (token) => (
        <Button look="quiet" onClick={() => onRevoke(token)}>
          {say('token.revoke')}
        </Button>
      ),
    },
  ];
}
