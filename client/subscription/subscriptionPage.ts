import { createMemo } from 'solid-js';
import { z } from 'zod';
import type { SubscriptionFilter, SubscriptionSort } from '#shared/subscription/view.ts';
import { SubscriptionPageInfo, SubscriptionRow } from '#shared/subscription/view.ts';
import { createLiveView, type LiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import type { TableRows } from '../ui/table/tableRows.ts';

const Row = z.union([SubscriptionRow, SubscriptionPageInfo]);

export interface SubscriptionPage {
  readonly rows: TableRows<SubscriptionRow>;
  /** `after` of the page that follows. */
  next(): string | undefined;
  items(): readonly SubscriptionRow[];
}

export interface SubscriptionPageAsk {
  readonly filter: SubscriptionFilter;
  readonly sort: SubscriptionSort;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page of the list, live. */
export function createSubscriptionPage(ask: () => SubscriptionPageAsk): SubscriptionPage {
  const view = createLiveView(
    useLive(),
    () => {
      const { after, ...rest } = ask();
      return { view: 'subscriptions', ...rest, ...(after === undefined ? {} : { after }) } as const;
    },
    Row,
  );
  const lines = createMemo(() =>
    view.rows.flatMap(({ id, version, fields }) => ('number' in fields ? [{ id, version, fields }] : [])),
  );
  const indexes = createMemo(() => new Map(lines().map(({ id }, index) => [id, index])));
  return {
    next: () => nextOf(view),
    items: () => lines().map(({ fields }) => fields),
    rows: {
      total: () => lines().length,
      state: () => view.state,
      refusal: () => view.refusal,
      changing: () => false,
      idAt: (index) => lines()[index]?.id,
      indexOf: (id) => indexes().get(id),
      row: (id) => lines()[indexes().get(id) ?? -1],
      loaded: lines,
      range: () => ({ from: 0, to: lines().length }),
      show: () => {},
    },
  };
}

function nextOf(view: LiveView<z.infer<typeof Row>>): string | undefined {
  const page = view.rows.find(({ id }) => id === 'page')?.fields;
  return page && 'next' in page ? page.next : undefined;
}
