import type { MaintenanceState } from '#actors/maintenance/maintenanceState.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { BranchId, TenantId } from '#shared/values/ids.ts';
import type { ViewRow } from '#shared/wire/downstream.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Audience, ViewSource } from '../platform/live/viewSource.ts';
import type { Names } from '../platform/names.ts';
import type { MaintainedThing } from './maintainedKind.ts';
import type { MaintenanceBoard } from './maintenanceBoard.ts';
import { fieldsOf, maintenanceDetail, maintenanceRow, maintenanceThings, type RowParts } from './maintenanceRows.ts';
import type { StoredMaintenance } from './maintenanceStore.ts';

export interface MaintenanceViewPorts {
  readonly clock: Clock;
  readonly boardOf: (tenant: TenantId) => Promise<MaintenanceBoard>;
  readonly namesOf: (tenant: TenantId) => Promise<Names>;
  readonly thingsOf: (tenant: TenantId) => Promise<readonly MaintainedThing[]>;
}

type ListRequest = Extract<ViewRequest, { view: 'maintenance.list' }>;
type OneRequest = Extract<ViewRequest, { view: 'maintenance' }>;

/** Equipment is looked at this often while a page shows it. */
const LOOK_EVERY_MS = 2_000;

/** View `maintenance.list`: what runs, then what comes next; or what is over, latest first. */
export function maintenanceListView(ports: MaintenanceViewPorts): ViewSource<ListRequest> {
  return {
    view: 'maintenance.list',
    admit: (subject) => audienceOf(subject),
    async open(audience, { filter, window }, changed) {
      const { board, names, things, close } = await openBoard(ports, audience, changed);
      const sees = seesBranches(audience);
      const text = filter.text.toLowerCase();
      const read = (): { rows: ViewRow[]; total: number } => {
        const all = board.windows().filter(({ state }) => sees(state.branchId));
        const open = all.filter(({ state }) => state.endedAt === undefined).map(({ state }) => state);
        const rows = all
          .filter(({ state }) => (state.endedAt === undefined) === (filter.when === 'open'))
          .map((stored) => ({ stored, row: maintenanceRow(partsOf(stored, board, names, things(), open)) }))
          .filter(({ row }) =>
            `${row.title}\n${row.covers.join('\n')}\n${row.ownerName ?? ''}`.toLowerCase().includes(text),
          )
          .toSorted((a, b) => order(a.stored.state, b.stored.state));
        const shown = rows.slice(window.offset, window.offset + window.limit);
        return {
          rows: shown.map(({ row }) => ({ id: row.id, version: board.changes, fields: fieldsOf(row) })),
          total: rows.length,
        };
      };
      return { read, exists: (id) => board.windows().some(({ state }) => state.id === id), close };
    },
  };
}

/** View `maintenance`: row `window`, and a row for each thing affected with how it is now. */
export function maintenanceView(ports: MaintenanceViewPorts): ViewSource<OneRequest> {
  return {
    view: 'maintenance',
    admit: (subject) => audienceOf(subject),
    async open(audience, { id }, changed) {
      const { board, names, things, looks, close } = await openBoard(ports, audience, changed);
      const sees = seesBranches(audience);
      const read = (): { rows: ViewRow[]; total: number } => {
        const stored = board.of(id);
        if (!stored || !sees(stored.state.branchId)) return { rows: [], total: 0 };
        const open = board.windows().flatMap(({ state }) => (state.endedAt === undefined ? [state] : []));
        const parts = partsOf(stored, board, names, things(), open);
        const version = board.changes + looks();
        const rows = [
          { id: 'window', version, fields: fieldsOf(maintenanceDetail(parts)) },
          ...maintenanceThings(parts).map((thing) => ({
            id: `thing:${thing.kind}/${thing.thingId}`,
            version,
            fields: fieldsOf(thing),
          })),
        ];
        return { rows, total: rows.length };
      };
      return { read, exists: () => false, close };
    },
  };
}

interface Opened {
  readonly board: MaintenanceBoard;
  readonly names: Names;
  readonly things: () => ReadonlyMap<string, MaintainedThing>;
  readonly looks: () => number;
  close(): void;
}

/** The board, and equipment looked at again and again while somebody looks at it here. */
async function openBoard(ports: MaintenanceViewPorts, { tenant }: Audience, changed: () => void): Promise<Opened> {
  const [board, names, first] = await Promise.all([
    ports.boardOf(tenant),
    ports.namesOf(tenant),
    ports.thingsOf(tenant),
  ]);
  let things = byKey(first);
  let looks = 0;
  let timer: unknown;
  let closed = false;
  const later = (): void => {
    timer = ports.clock.setTimeout(() => {
      ports
        .thingsOf(tenant)
        .then((found) => {
          things = byKey(found);
          looks += 1;
          changed();
        })
        // What is shown stays until it can be looked at again.
        .catch(() => undefined)
        .finally(() => {
          if (!closed) later();
        });
    }, LOOK_EVERY_MS);
  };
  later();
  const stop = board.onChange(changed);
  return {
    board,
    names,
    things: () => things,
    looks: () => looks,
    close() {
      closed = true;
      ports.clock.clearTimeout(timer);
      stop();
    },
  };
}

function byKey(things: readonly MaintainedThing[]): ReadonlyMap<string, MaintainedThing> {
  return new Map(things.map((thing) => [`${thing.kind}/${thing.id}`, thing]));
}

function partsOf(
  { state }: StoredMaintenance,
  board: MaintenanceBoard,
  names: Names,
  things: ReadonlyMap<string, MaintainedThing>,
  open: readonly MaintenanceState[],
): RowParts {
  return { window: state, names, things, open, quiet: board.quietOf(state.id) };
}

const RANK = { overrun: 0, running: 1, announced: 2, planned: 2, ended: 3, cancelled: 3 } as const;

function order(a: MaintenanceState, b: MaintenanceState): number {
  const ended = (b.endedAt ?? 0) - (a.endedAt ?? 0);
  return RANK[a.state] - RANK[b.state] || ended || a.fromAt - b.fromAt || (a.id < b.id ? -1 : 1);
}

function audienceOf({ tenant, permissions, branches }: Subject): Audience | Refusal {
  if (!permissions.has('maintenance.view')) return wireRefusal('view/not-permitted');
  return { tenant, permissionClass: 'all', scope: branches === 'all' ? 'all' : branches.toSorted().join() };
}

function seesBranches({ scope }: Audience): (branch: BranchId | undefined) => boolean {
  if (scope === 'all') return () => true;
  const branches = new Set(scope.split(','));
  return (branch) => branch === undefined || branches.has(branch);
}
