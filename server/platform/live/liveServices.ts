import type { Clock } from '#actors/system/clock.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { SendCommand } from '#shared/wire/upstream.ts';
import type { Subject } from '../auth/subject.ts';
import type { Logger } from '../log/logger.ts';
import type { LiveLimits } from './liveLimits.ts';
import type { LiveMetrics } from './liveMetrics.ts';
import type { SharedViews } from './sharedViews.ts';
import type { SnapshotDelivery } from './snapshotDelivery.ts';
import type { ViewSource } from './viewSource.ts';

/** What every connected screen uses. */
export interface LiveServices {
  readonly clock: Clock;
  readonly limits: LiveLimits;
  readonly log: Logger;
  readonly metrics: LiveMetrics;
  readonly sources: ReadonlyMap<string, ViewSource>;
  readonly views: SharedViews;
  readonly delivery: SnapshotDelivery;
  readonly sendCommand: (subject: Subject, message: SendCommand) => Promise<Reply>;
}
