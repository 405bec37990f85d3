import type { DeviceIntentRow } from '#shared/deviceIntent/view.ts';
import type { ActorId, BranchId, TenantId } from '#shared/values/ids.ts';
import type { Fields, ViewRow } from '#shared/wire/downstream.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Audience, ViewSource } from '../platform/live/viewSource.ts';
import type { Names } from '../platform/names.ts';
import type { StoredIntent } from './deviceIntentStore.ts';
import type { IntentBoard } from './intentBoard.ts';

export interface DeviceIntentViewPorts {
  readonly boardOf: (tenant: TenantId) => Promise<IntentBoard>;
  readonly latestOf: (tenant: TenantId, device: { kind: string; id: ActorId }) => Promise<readonly StoredIntent[]>;
  readonly namesOf: (tenant: TenantId) => Promise<Names>;
}

type Request = Extract<ViewRequest, { view: 'deviceIntents' }>;

/** View `deviceIntents`: those of one device, or all that have not ended; latest first. Rows are {@link DeviceIntentRow}. */
export function deviceIntentView({ boardOf, latestOf, namesOf }: DeviceIntentViewPorts): ViewSource<Request> {
  return {
    view: 'deviceIntents',
    admit: (subject) => audienceOf(subject),
    async open(audience, { filter }, changed) {
      const [board, names] = await Promise.all([boardOf(audience.tenant), namesOf(audience.tenant)]);
      const shown = new Map<ActorId, StoredIntent>();
      const sees = seesBranches(audience);
      const wanted = ({ state }: StoredIntent): boolean =>
        sees(state.branchId) &&
        (filter.device
          ? state.deviceKind === filter.device.kind && state.deviceId === filter.device.id
          : state.endedAt === undefined) &&
        (filter.states.length === 0 || filter.states.includes(state.state));
      const put = (intent: StoredIntent): void => {
        const known = shown.get(intent.state.id);
        if (known && known.version >= intent.version) return;
        if (wanted(intent)) shown.set(intent.state.id, intent);
        else shown.delete(intent.state.id);
      };
      const close = board.onChange((intent) => {
        put(intent);
        changed();
      });
      const first = filter.device ? await latestOf(audience.tenant, filter.device) : board.standing();
      first.forEach(put);
      return {
        read: () => {
          const latest = [...shown.values()].toSorted((a, b) => b.state.requestedAt - a.state.requestedAt);
          const rows = latest.map((intent) => viewRow(intent, names));
          return { rows, total: rows.length };
        },
        exists: (id) => shown.has(id as ActorId),
        close,
      };
    },
  };
}

function audienceOf({ tenant, permissions, branches }: Subject): Audience | Refusal {
  if (!permissions.has('nas.view')) return wireRefusal('view/not-permitted');
  return { tenant, permissionClass: 'all', scope: branches === 'all' ? 'all' : branches.toSorted().join() };
}

function seesBranches({ scope }: Audience): (branch: BranchId | undefined) => boolean {
  if (scope === 'all') return () => true;
  const branches = new Set(scope.split(','));
  return (branch) => branch === undefined || branches.has(branch);
}

function viewRow({ state, version }: StoredIntent, names: Names): ViewRow {
  const { deviceKind, deviceId, baseline: _, ...rest } = state;
  const row: DeviceIntentRow = {
    ...rest,
    device: { kind: deviceKind, id: deviceId },
    differences: [...state.differences],
    requestedByName: state.requestedBy && names.userName(state.requestedBy),
  };
  // Absent instead of undefined, as JSON has it.
  const fields = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Fields;
  return { id: state.id, version, fields };
}
