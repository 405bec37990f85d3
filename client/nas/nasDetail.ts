import { z } from 'zod';
import { NasDetail, NasInterface, NasLogLine } from '#shared/nas/view.ts';
import { ActorId } from '#shared/values/ids.ts';
import { createLiveView, type LiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';

export interface NasDetailModel {
  router(): NasDetail | undefined;
  interfaces(): readonly NasInterface[];
  log(): readonly NasLogLine[];
  state(): LiveView<unknown>['state'];
  refusal(): string | undefined;
}

/** Everything about one router, live, for as long as the owner lives. */
export function createNasDetail(id: () => string): NasDetailModel {
  const request = () => ({ view: 'nas', id: ActorId.parse(id()) }) as const;
  // Its rows are of three kinds, told apart by how their ids begin.
  const view = createLiveView(useLive(), request, z.record(z.string(), z.json()));
  const of = <Shape>(prefix: string, schema: z.ZodType<Shape>): Shape[] =>
    view.rows.filter((row) => row.id.startsWith(prefix)).flatMap(({ fields }) => schema.safeParse(fields).data ?? []);
  return {
    router: () => of('router', NasDetail)[0],
    interfaces: () => of('interface:', NasInterface),
    log: () => of('log:', NasLogLine),
    state: () => view.state,
    refusal: () => (view.state === 'refused' ? view.refusal?.message : undefined),
  };
}
