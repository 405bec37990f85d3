import type { ViewRow } from '#shared/wire/downstream.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { nasAudience } from './nasAudience.ts';
import { withoutAbsent, type NasEntry } from './nasEntry.ts';
import { inNasScope, parseNasScope } from './nasScopeText.ts';
import type { NasSight } from './nasSight.ts';

const MOST_PLACES = 20_000;

/** View `nas.map`: one {@link NasPlace} per router whose place is known. */
export function nasMapView(sight: NasSight): ViewSource<Extract<ViewRequest, { view: 'nas.map' }>> {
  return {
    view: 'nas.map',
    admit: nasAudience,
    open(audience, _request, changed) {
      const board = sight.boardOf(audience.tenant);
      const scope = parseNasScope(audience.scope);
      const places = new Places();
      return Promise.resolve({
        read: () => {
          const located = [...board.all()].filter(
            ({ record }) => record.latitude !== null && record.longitude !== null && inNasScope(scope, record.branchId),
          );
          return { rows: located.slice(0, MOST_PLACES).map((entry) => places.rowOf(entry)), total: located.length };
        },
        exists: (id) => board.has(id),
        close: board.onChange(changed),
      });
    },
  };
}

/** A place changes seldom, a router's figures often: its version grows with what the map shows. */
class Places {
  readonly #rows = new Map<string, { readonly text: string; readonly row: ViewRow }>();

  rowOf(entry: NasEntry): ViewRow {
    const { record, branchName, state, since, version } = entry;
    const fields = withoutAbsent({
      id: record.id,
      name: record.name,
      branchName,
      site: record.site === '' ? undefined : record.site,
      latitude: record.latitude,
      longitude: record.longitude,
      state,
      since,
      sessions: entry.figures.pppSessions === undefined ? undefined : entry.sessions,
    });
    const text = JSON.stringify(fields);
    const before = this.#rows.get(record.id);
    if (before?.text === text) return before.row;
    const row = { id: record.id, version, fields };
    this.#rows.set(record.id, { text, row });
    return row;
  }
}
