import { z } from 'zod';
import { RadiusNasRow, RadiusPoolRow, RadiusServerRow, RadiusStrangerRow } from '#shared/radius/view.ts';
import { createLiveView, type LiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';

export interface RadiusHealthModel {
  server(): RadiusServerRow | undefined;
  routers(): readonly RadiusNasRow[];
  pools(): readonly RadiusPoolRow[];
  strangers(): readonly RadiusStrangerRow[];
  state(): LiveView<unknown>['state'];
  refusal(): string | undefined;
}

/** How the RADIUS server does, live, for as long as the owner lives. */
export function createRadiusHealth(): RadiusHealthModel {
  // Its rows are of four kinds, told apart by how their ids begin.
  const view = createLiveView(useLive(), () => ({ view: 'radiusHealth' }), z.record(z.string(), z.json()));
  const of = <Shape>(prefix: string, schema: z.ZodType<Shape>): Shape[] =>
    view.rows.filter((row) => row.id.startsWith(prefix)).flatMap(({ fields }) => schema.safeParse(fields).data ?? []);
  return {
    server: () => of('server', RadiusServerRow)[0],
    routers: () => of('nas:', RadiusNasRow),
    pools: () => of('pool:', RadiusPoolRow),
    strangers: () => of('stranger:', RadiusStrangerRow),
    state: () => view.state,
    refusal: () => (view.state === 'refused' ? view.refusal?.message : undefined),
  };
}
