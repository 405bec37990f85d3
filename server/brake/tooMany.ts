import type { AutomaticLimits, AutomaticPause } from '#shared/brake/brake.ts';
import type { ActorId } from '#shared/values/ids.ts';

/** What is to be cut by itself now, with what was within the ten minutes before. */
export interface PlannedCuts {
  readonly lines: number;
  readonly before: number;
  /** Lines of the company that are served, among them those to be cut. */
  readonly served: number;
  /** By router: lines to be cut that are in, those cut before, and all its sessions. */
  readonly routers: readonly {
    readonly id: ActorId;
    readonly name: string;
    readonly lines: number;
    readonly before: number;
    readonly of: number;
  }[];
}

/** So many are no storm, whatever part they are: half the lines of a small router may well end on one day. */
export const FEW = 20;

/** Why these are too many to be cut without a person; undefined: they are not. */
export function tooMany(limits: AutomaticLimits, planned: PlannedCuts): AutomaticPause | undefined {
  const lines = planned.lines + planned.before;
  if (lines <= Math.min(FEW, limits.lines)) return undefined;
  const percent = share(lines, planned.served + planned.before);
  if (lines > limits.lines) return { beyond: 'lines', lines, percent };
  if (lines <= FEW) return undefined;
  if (percent > limits.percent) return { beyond: 'company', lines, percent };
  const worst = planned.routers
    .map(({ id, name, lines: now, before, of }) => ({
      id,
      name,
      lost: now + before,
      percent: share(now + before, of + before),
    }))
    .filter(({ lost, percent: part }) => lost > FEW && part > limits.percent)
    .toSorted((a, b) => b.percent - a.percent)[0];
  if (!worst) return undefined;
  return { beyond: 'router', lines, percent: worst.percent, nas: { id: worst.id, name: worst.name } };
}

/** To a tenth of a percent. */
function share(part: number, of: number): number {
  return of === 0 ? 0 : Math.min(100, Math.round((part / of) * 1_000) / 10);
}
