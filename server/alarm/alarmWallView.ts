import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { alarmAudience } from './alarmAudience.ts';
import type { AlarmBoards } from './alarmBoards.ts';

type WallRequest = Extract<ViewRequest, { view: 'wall' }>;

/** View `wall`: one row `wall` of {@link AlarmCounts} over the subscriber's branches. */
export function alarmWallView(boards: AlarmBoards): ViewSource<WallRequest> {
  return {
    view: 'wall',
    admit: (subject) => {
      const audience = alarmAudience(subject);
      // Figures hold nothing personal, so everybody with the same branches shares them.
      return 'ok' in audience ? audience : { ...audience, permissionClass: 'plain' };
    },
    async open(audience, _request, changed) {
      const { shown, close } = (await boards.of(audience.tenant)).openFigures(audience.scope, changed);
      return { read: () => ({ rows: [shown.row()], total: 1 }), exists: () => true, close };
    },
  };
}
