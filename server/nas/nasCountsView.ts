import type { NasCounts } from '#shared/nas/view.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { openRefreshed } from '../platform/live/refreshedView.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { nasAudience } from './nasAudience.ts';
import type { NasEntry } from './nasEntry.ts';
import { inNasScope, parseNasScope } from './nasScopeText.ts';
import type { NasSight } from './nasSight.ts';
import type { NasScope } from './storedNas.ts';

const EVERY_MS = 250;

/** View `nas.counts`: one row `counts` of {@link NasCounts} over the subscriber's branches. */
export function nasCountsView(sight: NasSight): ViewSource<Extract<ViewRequest, { view: 'nas.counts' }>> {
  return {
    view: 'nas.counts',
    admit: nasAudience,
    open(audience, _request, changed) {
      const board = sight.boardOf(audience.tenant);
      const scope = parseNasScope(audience.scope);
      return openRefreshed(
        {
          clock: sight.clock,
          everyMs: EVERY_MS,
          read: () => Promise.resolve([{ id: 'counts', fields: countNas(board.all(), scope) }]),
          onChange: (listener) => board.onChange(listener),
          onTrouble: () => undefined,
        },
        changed,
      );
    },
  };
}

export function countNas(entries: Iterable<NasEntry>, scope: NasScope): NasCounts {
  const counts = {
    total: 0,
    up: 0,
    degraded: 0,
    down: 0,
    authFailed: 0,
    untrusted: 0,
    connecting: 0,
    maintenance: 0,
    unknown: 0,
    pppSessions: 0,
    hotspotSessions: 0,
  };
  for (const { record, state, unknownSince, figures } of entries) {
    if (!inNasScope(scope, record.branchId)) continue;
    counts.total += 1;
    counts[state] += 1;
    // What is not known any more is not counted as online.
    if (unknownSince !== undefined) continue;
    counts.pppSessions += figures.pppSessions ?? 0;
    counts.hotspotSessions += figures.hotspotSessions ?? 0;
  }
  const { down, authFailed, untrusted, degraded } = counts;
  return { ...counts, needSomeone: down + authFailed + untrusted + degraded };
}
