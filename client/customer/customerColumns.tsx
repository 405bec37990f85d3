import { For, Show } from 'solid-js';
import type { CustomerRecord } from '#shared/customer/registration.ts';
import { formatCustomerNumber } from '#shared/customer/values.ts';
import { Age } from '../ui/Age.tsx';
import { Badge } from '../ui/Badge.tsx';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { say } from '../words/words.ts';

export function customerColumns(timeZone: string): readonly TableColumn<CustomerRecord>[] {
  return [
    {
      id: 'number',
      title: () => say('customer.column.number'),
      width: 96,
      fixed: true,
      phone: 'corner',
      sort: { descending: 'number', first: 'descending' },
      text: ({ number }) => formatCustomerNumber(number),
      cell: ({ number }) => <span class="number muted">{formatCustomerNumber(number)}</span>,
    },
    {
      id: 'name',
      title: () => say('customer.column.name'),
      width: 200,
      grow: 2,
      fixed: true,
      phone: 'title',
      sort: { ascending: 'name' },
      text: ({ name }) => name,
      cell: ({ name }) => name,
    },
    {
      id: 'phone',
      title: () => say('customer.column.phone'),
      width: 150,
      phone: 'text',
      text: ({ phones }) => phones.join(' '),
      cell: ({ phones }) => (
        <Show when={phones[0]} fallback={<span class="faint">–</span>}>
          <span class="number">{phones[0]}</span>
          <Show when={phones.length > 1}>
            <span class="faint number"> +{phones.length - 1}</span>
          </Show>
        </Show>
      ),
    },
    {
      id: 'branch',
      title: () => say('customer.column.branch'),
      width: 130,
      yields: 1,
      phone: 'last',
      text: ({ branchName }) => branchName ?? undefined,
      cell: ({ branchName }) => branchName ?? <span class="faint">–</span>,
    },
    {
      id: 'labels',
      title: () => say('customer.column.labels'),
      width: 160,
      grow: 1,
      yields: 2,
      text: ({ labels }) => labels.join(', '),
      cell: ({ labels }) => (
        <span class="customer-labels">
          <For each={labels}>{(label) => <Badge>{label}</Badge>}</For>
        </span>
      ),
    },
    {
      id: 'address',
      title: () => say('customer.column.address'),
      width: 200,
      grow: 1,
      yields: 1,
      text: ({ address }) => address,
      cell: ({ address }) => <span class="truncate">{address}</span>,
    },
    {
      id: 'created',
      title: () => say('customer.column.created'),
      width: 110,
      phone: 'lastEnd',
      sort: { descending: 'newest', first: 'descending' },
      text: ({ createdAt }) => new Date(createdAt).toISOString(),
      cell: ({ createdAt }) => <Age at={createdAt} timeZone={timeZone} />,
    },
    {
      id: 'email',
      title: () => say('customer.column.email'),
      width: 190,
      extra: true,
      text: ({ email }) => email ?? undefined,
      cell: ({ email }) => email,
    },
    {
      id: 'code',
      title: () => say('customer.column.code'),
      width: 110,
      extra: true,
      text: ({ code }) => code ?? undefined,
      cell: ({ code }) => code,
    },
  ];
}
