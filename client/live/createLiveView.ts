import { createEffect, on, onCleanup } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import type { z } from 'zod';
import type { ViewRow } from '#shared/wire/downstream.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { LiveConnection } from './liveConnection.ts';
import type { LiveSubscription, SubscriptionState } from './liveSubscription.ts';

export interface LiveRow<Row> {
  readonly id: string;
  readonly version: number;
  readonly fields: Row;
}

/** A store: read its members inside JSX or effects, don't unpack it. Rows keep their identity while they live. */
export interface LiveView<Row> {
  /** The window, in display order. */
  readonly rows: readonly LiveRow<Row>[];
  /** How many rows match, of which `rows` is a window. */
  readonly total: number;
  readonly state: SubscriptionState;
  readonly refusal: Refusal | undefined;
}

/**
 * Subscribes for as long as the owner lives. Another window, filter or sort of the same list keeps the rows on screen
 * until the new ones are there; another object starts empty. An undefined request shows nothing.
 */
export function createLiveView<Row>(
  connection: LiveConnection,
  request: () => ViewRequest | undefined,
  schema: z.ZodType<Row>,
): LiveView<Row> {
  const [view, setView] = createStore<Shown<Row>>(emptyView());
  const parsed = new ParsedRows(schema);
  let subscription: LiveSubscription | undefined;
  let shown: ViewRequest | undefined;

  function show(): void {
    if (!subscription) return;
    const rows = parsed.of(subscription.rows.list());
    if (!rows) return subscription.refuse(wireRefusal('wire/malformed'));
    setView('rows', reconcile(rows, { key: 'id' }));
    setView({ total: subscription.rows.total, state: subscription.state, refusal: subscription.refusal });
  }

  function follow(next: ViewRequest | undefined): void {
    if (next && subscription && shown && isSameList(shown, next)) {
      subscription.change(next);
    } else {
      subscription?.close();
      setView(reconcile(emptyView<Row>(), { key: 'id' }));
      subscription = next && connection.subscribe(next, { rowsChanged: show, stateChanged: show });
      show();
    }
    shown = next;
  }

  createEffect(on(request, follow));
  onCleanup(() => subscription?.close());
  return view;
}

interface Shown<Row> extends LiveView<Row> {
  rows: LiveRow<Row>[];
}

function emptyView<Row>(): Shown<Row> {
  return { rows: [], total: 0, state: 'loading', refusal: undefined };
}

function isSameList(before: ViewRequest, after: ViewRequest): boolean {
  return before.view === after.view && 'window' in before && 'window' in after;
}

/** Rows through the schema once per version; undefined when a row does not fit it. */
class ParsedRows<Row> {
  readonly #schema: z.ZodType<Row>;
  #known = new Map<string, { readonly row: ViewRow; readonly inStore: LiveRow<Row> }>();

  constructor(schema: z.ZodType<Row>) {
    this.#schema = schema;
  }

  /** An unchanged row is the very object the store holds, so that reconciling passes over it. */
  of(rows: readonly ViewRow[]): LiveRow<Row>[] | undefined {
    const known = new Map<string, { readonly row: ViewRow; readonly inStore: LiveRow<Row> }>();
    const list: LiveRow<Row>[] = [];
    for (const row of rows) {
      const before = this.#known.get(row.id);
      const current = before?.row === row ? before.inStore : this.#parse(row);
      if (!current) return undefined;
      // The store writes a changed row into the object it has had for this id.
      known.set(row.id, { row, inStore: before?.inStore ?? current });
      list.push(current);
    }
    this.#known = known;
    return list;
  }

  #parse({ id, version, fields }: ViewRow): LiveRow<Row> | undefined {
    const result = this.#schema.safeParse(fields);
    return result.success ? { id, version, fields: result.data } : undefined;
  }
}
