import type { MaintenanceState } from '#actors/maintenance/maintenanceState.ts';
import { coversAlarm } from '#shared/maintenance/covers.ts';
import { MaintenanceChoices, MaintenancePreview, MaintenancePreviewRequest } from '#shared/maintenance/view.ts';
import type { ActorId, BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import type { MaintainedThing } from './maintainedKind.ts';
import { affectedBy, conflict } from './windowReach.ts';

export interface MaintenanceRoutesPorts {
  readonly things: (tenant: TenantId) => Promise<readonly MaintainedThing[]>;
  readonly standing: (
    tenant: TenantId,
  ) => Promise<readonly { readonly source: string; readonly cause: string; readonly branchId: BranchId | undefined }[]>;
  readonly open: (tenant: TenantId) => Promise<readonly MaintenanceState[]>;
  readonly people: (tenant: TenantId) => Promise<{
    readonly users: readonly { readonly id: UserId; readonly name: string }[];
    readonly branches: readonly { readonly id: BranchId; readonly name: string }[];
  }>;
}

const MOST_NAMES = 20;
const MOST_CHOICES = 5000;

/** What the form needs: what can be covered, and what a plan would cover. The plan itself is a command. */
export function maintenanceRoutes(ports: MaintenanceRoutesPorts): Routes {
  return (app) => {
    app.get(
      '/api/maintenance/choices',
      {
        config: { access: 'maintenance.manage' },
        schema: { summary: 'What a maintenance window can cover', response: { 200: MaintenanceChoices } },
      },
      async (request) => {
        const subject = requireSubject(request);
        const [{ users, branches }, things] = await Promise.all([
          ports.people(subject.tenant),
          ports.things(subject.tenant),
        ]);
        const seen = things.filter((thing) => sees(subject, thing.branchId)).slice(0, MOST_CHOICES);
        return {
          branches: branches.filter(({ id }) => sees(subject, id)),
          wholeCompany: subject.branches === 'all',
          things: seen.map(({ kind, id, name }) => ({ kind, id, name })),
          users: [...users],
        };
      },
    );
    app.post(
      '/api/maintenance/preview',
      {
        config: { access: 'maintenance.manage' },
        schema: {
          summary: 'What a maintenance window would affect',
          body: MaintenancePreviewRequest,
          response: { 200: MaintenancePreview },
        },
      },
      async (request) => {
        const subject = requireSubject(request);
        const { branchId } = request.body;
        if (!sees(subject, branchId) || (subject.branches !== 'all' && branchId === undefined)) {
          throw new HttpProblem(422, 'maintenance/branch-required', 'Choose one of your branches for the window.');
        }
        return await previewOf(ports, subject.tenant, request.body);
      },
    );
  };
}

async function previewOf(
  ports: MaintenanceRoutesPorts,
  tenant: TenantId,
  { id, branchId, scope, from, to }: MaintenancePreviewRequest,
): Promise<MaintenancePreview> {
  const [things, alarms, open] = await Promise.all([ports.things(tenant), ports.standing(tenant), ports.open(tenant)]);
  const affected = affectedBy({ branchId, scope }, things);
  const reach = { branchId, scope, sources: affected.things.flatMap(({ sources }) => sources) };
  const kinds = Map.groupBy(affected.things, ({ kind }) => kind);
  const plan = { id: (id ?? '') as ActorId, branchId, scope, fromAt: from, toAt: to };
  const conflicts = open.filter((other) => conflict(plan, other));
  return {
    things: affected.total,
    byKind: [...kinds].map(([kind, list]) => ({ kind, count: list.length })),
    names: affected.things.slice(0, MOST_NAMES).map(({ name }) => name),
    alarms: alarms.filter((alarm) => coversAlarm(reach, alarm)).length,
    conflicts: conflicts.map((other) => ({ id: other.id, title: other.title, from: other.fromAt, to: other.toAt })),
  };
}

function sees({ branches }: Subject, branch: BranchId | undefined): boolean {
  return branches === 'all' || branch === undefined || branches.includes(branch);
}
