import type { ActorInspection, TreeNode } from '#shared/inspector/view.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { formatAddress, type ActorAddress } from './address.ts';
import { nodeStateOf, type DomainCell } from './domainCell.ts';
import type { Deadline, DomainKind } from './domainKind.ts';
import type { DomainRuntime } from './domainRuntime.ts';

/** Live domain actors can be many: the tree names those in trouble and those used last, the kind counts all. */
const MOST_SHOWN_PER_KIND = 50;

/** The kinds of a tenant's domain and some of their live actors, as nodes below `root/<tenant>/domain`. */
export function domainTree(runtime: DomainRuntime, tenant: TenantId, now: number): TreeNode[] {
  return runtime.kinds().flatMap((kind) => {
    const path = `root/${tenant}/domain/${kind.kind}`;
    const census = countCells(runtime, tenant, kind.kind);
    const own: TreeNode = {
      path,
      parent: `root/${tenant}/domain`,
      label: kind.kind,
      role: 'kind',
      state: census.failed > 0 ? 'failed' : 'running',
      liveActors: census.live,
      mailbox: census.waiting,
      restarts: census.restarts,
      since: now,
    };
    return [own, ...census.shown().map((cell) => actorNode(kind, path, cell))];
  });
}

interface Census {
  live: number;
  failed: number;
  waiting: number;
  restarts: number;
  shown(): readonly DomainCell[];
}

/** One pass over what is in memory: sums, the cells in trouble, and those used last (the directory's order). */
function countCells(runtime: DomainRuntime, tenant: TenantId, kind: string): Census {
  const troubled: DomainCell[] = [];
  const latest: DomainCell[] = [];
  const census: Census = {
    live: 0,
    failed: 0,
    waiting: 0,
    restarts: 0,
    shown: () => [...troubled, ...latest.toReversed()].slice(0, MOST_SHOWN_PER_KIND),
  };
  for (const cell of runtime.directory.cells()) {
    if (cell.address.kind !== kind || cell.address.tenant !== tenant) continue;
    census.live += 1;
    census.restarts += cell.restarts;
    census.waiting += cell.mailbox?.depth ?? 0;
    if (cell.status === 'failed') census.failed += 1;
    if (inTrouble(cell)) {
      if (troubled.length < MOST_SHOWN_PER_KIND) troubled.push(cell);
      continue;
    }
    latest.push(cell);
    if (latest.length > 2 * MOST_SHOWN_PER_KIND) latest.splice(0, MOST_SHOWN_PER_KIND);
  }
  return census;
}

function inTrouble(cell: DomainCell): boolean {
  return cell.status === 'failed' || cell.status === 'restarting' || cell.lastError !== undefined;
}

function actorNode(kind: DomainKind, parent: string, cell: DomainCell): TreeNode {
  return {
    path: `${parent}/${cell.address.id}`,
    parent,
    label: cell.address.id,
    role: 'actor',
    state: nodeStateOf(cell),
    mailbox: cell.mailbox?.depth ?? 0,
    restarts: cell.restarts,
    since: cell.lastUsedAt,
    ...(cell.version > 0 && cell.state !== undefined ? { machineState: kind.machineState(cell.state) } : {}),
    ...(cell.lastError === undefined ? {} : { lastError: cell.lastError }),
    ...(cell.lastErrorAt === undefined ? {} : { lastErrorAt: cell.lastErrorAt }),
  };
}

/** Undefined when the actor does not exist. */
export function inspectDomainActor(
  runtime: DomainRuntime,
  kind: DomainKind,
  address: ActorAddress,
  deadlines: readonly Deadline[],
  now: number,
): ActorInspection | undefined {
  const cell = runtime.directory.find(address);
  if (!cell || (cell.version === 0 && cell.status === 'ready' && !cell.journal)) return undefined;
  const known = cell.version > 0 && cell.state !== undefined;
  return {
    address: formatAddress(address),
    kind: kind.kind,
    family: 'domain',
    state: nodeStateOf(cell),
    version: cell.version,
    chart: kind.chart,
    mailbox: (cell.mailbox?.waiting() ?? []).slice(0, 50).map((pending) => ({
      type: pending.envelope.command.type,
      waitingMs: now - pending.receivedAt,
    })),
    mailboxDepth: cell.mailbox?.depth ?? 0,
    messages: cell.journal?.records() ?? [],
    deadlines: [...deadlines],
    restarts: cell.restarts,
    ...(known
      ? {
          machineState: kind.machineState(cell.state),
          context: cell.state as NonNullable<ActorInspection['context']>,
        }
      : {}),
    ...(cell.lastError === undefined ? {} : { lastError: cell.lastError }),
    ...(cell.lastErrorAt === undefined ? {} : { lastErrorAt: cell.lastErrorAt }),
  };
}
