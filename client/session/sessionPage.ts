import { createEffect, createMemo, createSignal } from 'solid-js';
import { DeviceIntentRow } from '#shared/deviceIntent/view.ts';
import { SessionDetail } from '#shared/session/history.ts';
import { SessionFilter, SessionRow } from '#shared/session/view.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { getJson } from '../shell/api.ts';
import { createFetched, type Fetched } from '../shell/createFetched.ts';
import { useLive } from '../shell/live.tsx';

export interface SessionPage {
  readonly detail: Fetched<SessionDetail>;
  /** As it is now: live while it runs. */
  session(): SessionRow | undefined;
  /** What was asked of its router about it. */
  acts(): readonly DeviceIntentRow[];
}

/** A session with its reports; asked for again when a report comes, and when it ends. */
export function createSessionPage(id: () => string): SessionPage {
  const live = useLive();
  const [heardAt, setHeardAt] = createSignal<number>();
  const detail = createFetched(
    (signal) => getJson(`/api/sessions/${id()}`, SessionDetail, { signal }),
    () => [id(), heardAt()],
  );
  const known = (): SessionRow | undefined => {
    const session = detail.data()?.session;
    return session?.id === id() ? session : undefined;
  };
  const listed = createLiveView(
    live,
    same(() => listOf(known())),
    SessionRow,
  );
  const running = createMemo(() => listed.rows.find((row) => row.id === id())?.fields);
  createEffect(() => setHeardAt(running()?.heardAt));
  const asked = createLiveView(
    live,
    same(() => {
      const device = known() && detail.data()?.device;
      return device && { view: 'deviceIntents', filter: { device, states: [] } };
    }),
    DeviceIntentRow,
  );
  return {
    detail,
    session: () => running() ?? known(),
    acts: () => asked.rows.map(({ fields }) => fields),
  };
}

/** Its line in the list of those that run; undefined when it is over. */
function listOf(session: SessionRow | undefined): ViewRequest | undefined {
  if (session === undefined || session.endedAt !== undefined) return undefined;
  const filter = SessionFilter.parse({ text: session.acctSessionId.slice(0, 100), routers: [session.nasId] });
  return { view: 'sessions', filter, sort: 'latest', window: { offset: 0, limit: 20 } };
}

/** Only another request is a change. */
function same(request: () => ViewRequest | undefined): () => ViewRequest | undefined {
  return createMemo(request, undefined, { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) });
}
