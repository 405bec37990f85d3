import type { UserId } from '../values/ids.ts';
import type { Cover, Rota, RotaLayer } from './rota.ts';
import { dayAt, dayNumber, instantOf, weekdayOf } from './zonedDay.ts';

/** A time in which one person is on call, or nobody (`userId` undefined: a gap). */
export interface Duty {
  readonly layerId: string;
  readonly userId: UserId | undefined;
  readonly from: number;
  readonly until: number;
  /** The cover that put this person here. */
  readonly coverId?: string;
  /** Whose duty it would have been. */
  readonly insteadOf?: UserId | undefined;
}

type Plan = Pick<Rota, 'timeZone' | 'layers'>;

/** Who is on call in a layer at an instant: a function of the plan and the accepted covers alone. */
export function onCallAt(rota: Plan, covers: readonly Cover[], layerId: string, at: number): UserId | undefined {
  const layer = rota.layers.find(({ id }) => id === layerId);
  if (!layer) return undefined;
  const planned = plannedAt(rota.timeZone, layer, at);
  return covered(covers, layerId, planned, at)?.takenBy ?? planned;
}

/** Duties of a layer without holes or overlaps from one instant to another, gaps as duties of nobody. */
export function dutiesOf(
  rota: Plan,
  covers: readonly Cover[],
  layerId: string,
  between: { readonly from: number; readonly until: number },
): readonly Duty[] {
  const layer = rota.layers.find(({ id }) => id === layerId);
  if (!layer) return [];
  const own = covers.filter((cover) => cover.layerId === layerId);
  const edges = [
    ...edgesOf(rota.timeZone, layer, between),
    ...own.flatMap(({ from, until }) => [from, until]),
    between.from,
  ].filter((edge) => edge >= between.from && edge < between.until);
  const starts = [...new Set(edges)].toSorted((a, b) => a - b);
  const duties: Duty[] = [];
  for (const [index, from] of starts.entries()) {
    const duty = dutyAt(rota.timeZone, layer, own, { from, until: starts[index + 1] ?? between.until });
    const before = duties.at(-1);
    const goesOn = before?.userId === duty.userId && before?.coverId === duty.coverId;
    if (before && goesOn && (duty.userId === undefined || !startsTurn(rota, layer, from)))
      duties[duties.length - 1] = { ...before, until: duty.until };
    else duties.push(duty);
  }
  return duties;
}

function dutyAt(
  zone: string,
  layer: RotaLayer,
  covers: readonly Cover[],
  { from, until }: { readonly from: number; readonly until: number },
): Duty {
  const planned = plannedAt(zone, layer, from);
  const cover = covered(covers, layer.id, planned, from);
  return {
    layerId: layer.id,
    userId: cover?.takenBy ?? planned,
    from,
    until,
    ...(cover ? { coverId: cover.id, insteadOf: planned } : {}),
  };
}

/** The cover that was made last decides. */
function covered(
  covers: readonly Cover[],
  layerId: string,
  planned: UserId | undefined,
  at: number,
): Cover | undefined {
  return covers.findLast(
    (cover) =>
      cover.layerId === layerId &&
      cover.from <= at &&
      at < cover.until &&
      (cover.insteadOf === undefined || cover.insteadOf === planned),
  );
}

function plannedAt(zone: string, layer: RotaLayer, at: number): UserId | undefined {
  if (!isWithinHours(zone, layer, at)) return undefined;
  const turn = turnAt(zone, layer, at);
  return turn < 0 ? undefined : layer.people[turn % layer.people.length];
}

function daysPerTurn({ every }: RotaLayer): number {
  return every.count * (every.unit === 'week' ? 7 : 1);
}

/** Counts handovers since the layer began; negative before. */
function turnAt(zone: string, layer: RotaLayer, at: number): number {
  const days = daysPerTurn(layer);
  const guess = Math.floor((dayAt(zone, at) - dayNumber(layer.startsOn)) / days);
  // The handover of the day itself may still be to come.
  return turnStart(zone, layer, guess) <= at ? guess : guess - 1;
}

function turnStart(zone: string, layer: RotaLayer, turn: number): number {
  return instantOf(zone, dayNumber(layer.startsOn) + turn * daysPerTurn(layer), layer.handover);
}

function startsTurn({ timeZone }: Plan, layer: RotaLayer, at: number): boolean {
  return turnStart(timeZone, layer, turnAt(timeZone, layer, at)) === at;
}

function isWithinHours(zone: string, { hours }: RotaLayer, at: number): boolean {
  if (!hours) return true;
  const today = dayAt(zone, at);
  return [today - 1, today].some((day) => {
    if (!hours.days.includes(weekdayOf(day))) return false;
    const from = instantOf(zone, day, hours.from);
    return from <= at && at < instantOf(zone, hours.until > hours.from ? day : day + 1, hours.until);
  });
}

/** Every instant at which the planned person may change. */
function edgesOf(zone: string, layer: RotaLayer, between: { readonly from: number; readonly until: number }): number[] {
  const edges: number[] = [];
  for (let turn = turnAt(zone, layer, between.from); ; turn += 1) {
    const start = turnStart(zone, layer, turn);
    if (start >= between.until) break;
    edges.push(start);
  }
  if (!layer.hours) return edges;
  for (let day = dayAt(zone, between.from) - 1; day <= dayAt(zone, between.until); day += 1)
    edges.push(instantOf(zone, day, layer.hours.from), instantOf(zone, day, layer.hours.until));
  return edges;
}
