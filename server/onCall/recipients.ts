import { hash } from 'node:crypto';
import type { NoticeRoute } from '#shared/notice/values.ts';
import { onCallAt } from '#shared/onCall/duty.ts';
import type { EscalationStep, EscalationTarget } from '#shared/onCall/policy.ts';
import type { Cover, Rota } from '#shared/onCall/rota.ts';
import { ActorId, type BranchId, type UserId } from '#shared/values/ids.ts';
import type { Person } from './peopleStore.ts';

/** All that decides who is told at a moment. */
export interface Reach {
  readonly at: number;
  readonly branchId: BranchId | undefined;
  readonly rotas: readonly Rota[];
  readonly covers: readonly (Cover & { readonly rotaId: string })[];
  readonly people: readonly Person[];
  readonly emailWorks: boolean;
  readonly webhooks: readonly string[];
}

/** One notice to be sent. */
export interface Addressed {
  readonly userId: UserId | undefined;
  readonly routes: readonly NoticeRoute[];
}

/** Whom a step tells at a moment, and how: everybody once, however many targets name them; only who can be reached. */
export function addressed(step: EscalationStep, reach: Reach): readonly Addressed[] {
  const users = new Set(step.targets.flatMap((target) => usersOf(target, reach)));
  const persons = reach.people.filter(({ id, disabled }) => users.has(id) && !disabled);
  const notices = persons.flatMap((person) => {
    const usable = step.routes.filter((route) => reaches(route, person, reach));
    if (usable.length === 0) return [];
    const ways = step.delivery === 'first' ? [usable] : usable.map((route) => [route]);
    return ways.map((way): Addressed => ({ userId: person.id, routes: way }));
  });
  return [...notices, ...teams(step, reach)];
}

/** Whom a step names who can't be reached: no device, no mail server, no number. */
export function unreachable(step: EscalationStep, reach: Reach): readonly UserId[] {
  const users = new Set(step.targets.flatMap((target) => usersOf(target, reach)));
  const told = new Set(addressed(step, reach).map(({ userId }) => userId));
  return [...users].filter((id) => !told.has(id));
}

function teams({ targets }: EscalationStep, { webhooks }: Reach): readonly Addressed[] {
  const ids = new Set(targets.flatMap((target) => (target.kind === 'webhook' ? [target.webhookId] : [])));
  return webhooks
    .filter((id) => ids.has(id))
    .map((webhookId) => ({ userId: undefined, routes: [{ channel: 'webhook', webhookId }] }));
}

function usersOf(target: EscalationTarget, reach: Reach): readonly UserId[] {
  switch (target.kind) {
    case 'onCall':
      return onCallNow(reach, target.layer);
    case 'user':
      return [target.userId];
    case 'role':
      return reach.people.filter((one) => one.roleId === target.roleId && worksIn(one, reach)).map(({ id }) => id);
    case 'permission':
      return reach.people
        .filter((one) => one.permissions.includes(target.permission) && worksIn(one, reach))
        .map(({ id }) => id);
    case 'webhook':
      return [];
  }
}

/** A rota of the alarm's branch goes before those of the whole company. */
function onCallNow({ rotas, covers, branchId, at }: Reach, layer: number): readonly UserId[] {
  const own = rotas.filter((rota) => rota.branchId !== undefined && rota.branchId === branchId);
  const used = own.length > 0 ? own : rotas.filter((rota) => rota.branchId === undefined);
  return used.flatMap((rota) => {
    const layerId = rota.layers[layer - 1]?.id;
    if (layerId === undefined) return [];
    const user = onCallAt(
      rota,
      covers.filter(({ rotaId }) => rotaId === rota.id),
      layerId,
      at,
    );
    return user === undefined ? [] : [user];
  });
}

function worksIn({ branches }: Person, { branchId }: Reach): boolean {
  return branchId === undefined || branches.length === 0 || branches.includes(branchId);
}

function reaches(route: NoticeRoute, person: Person, { emailWorks, webhooks }: Reach): boolean {
  switch (route.channel) {
    case 'push':
      return person.devices > 0;
    case 'email':
      return emailWorks;
    case 'webhook':
      return webhooks.includes(route.webhookId);
  }
}

/** The same notice for the same step, however often it is worked out: a UUID of its own kind (version 8, RFC 9562 §5.8). */
export function noticeIdOf(parts: readonly (string | number)[]): ActorId {
  const hex = hash('sha256', JSON.stringify(parts), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return ActorId.parse(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  );
}
