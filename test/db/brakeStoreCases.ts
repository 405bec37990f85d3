import * as brake from '#server/brake/automaticBrakeStore.ts';
import type { Pick } from './pick.ts';
import { inTx, type StoreCase } from './storeCase.ts';

const pause = (pick: Pick) => ({
  ...{ beyond: 'router' as const, lines: pick.number(99), percent: 12.5 },
  nas: { id: pick.actor(), name: `${pick.ownMark()}router` },
});

/** Of the brake on what is cut by itself. */
export const brakeStoreCases: Readonly<Record<string, StoreCase>> = {
  'server/brake/automaticBrakeStore.ts#lockRules': inTx((tx, pick) => brake.lockRules(tx, pick.at())),
  'server/brake/automaticBrakeStore.ts#setLimits': inTx((tx, pick) =>
    brake.setLimits(tx, { lines: 1 + pick.number(99), percent: 10 }, pick.at()),
  ),
  'server/brake/automaticBrakeStore.ts#setPaused': inTx((tx, pick) => brake.setPaused(tx, pause(pick), pick.at())),
  'server/brake/automaticBrakeStore.ts#endPause': inTx((tx, pick) => brake.endPause(tx, pick.at())),
  'server/brake/automaticBrakeStore.ts#endedAmong': inTx((tx, pick) =>
    brake.endedAmong(tx, pick.actors(), Date.UTC(2040, 0, 1)),
  ),
  'server/brake/automaticBrakeStore.ts#closedByQuota': inTx((tx, pick) => brake.closedByQuota(tx, pick.actors())),
  'server/brake/automaticBrakeStore.ts#endedLines': inTx((tx) => brake.endedLines(tx, Date.UTC(2040, 0, 1))),
  'server/brake/automaticBrakeStore.ts#servedLines': inTx((tx) => brake.servedLines(tx)),
  'server/brake/automaticBrakeStore.ts#cutsAfter': inTx((tx) => brake.cutsAfter(tx, 0)),
  'server/brake/automaticBrakeStore.ts#routersOf': inTx((tx, pick) => brake.routersOf(tx, pick.actors(), 0)),
  'server/brake/automaticBrakeStore.ts#noteCuts': inTx((tx, pick) =>
    brake.noteCuts(tx, 3, [{ id: pick.actor(), lines: 2 }], pick.at()),
  ),
  'server/brake/automaticBrakeStore.ts#countHeld': inTx((tx, pick) => brake.countHeld(tx, pick.branches())),
  'server/brake/automaticBrakeStore.ts#heldAmong': inTx((tx, pick) =>
    brake.heldAmong(tx, pick.actors(), pick.branches(), 10),
  ),
  'server/brake/automaticBrakeStore.ts#heldPage': inTx((tx, pick) =>
    brake.heldPage(tx, pick.branches(), { after: 0, limit: 50 }),
  ),
};
