import type { AlarmCommand } from '#shared/alarm/commands.ts';
import type { ActorId, IdempotencyKey } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';

export type SourceCommand = Extract<AlarmCommand, { type: 'alarm.raise' | 'alarm.clear' }>;

/** One or, when raises of an alarm waited together, several reports on their way to their alarm. */
export interface Delivery {
  readonly alarm: ActorId;
  readonly command: SourceCommand;
  /** Names the first report it stands for: asked again, it acts once. */
  readonly key: IdempotencyKey;
  /** The raw message, redacted and bounded. Undefined for what the product concludes by itself. */
  readonly line: Buffer | undefined;
  readonly receivedAt: number;
}

/** `reports` is how many the delivery stood for. */
export type Delivered = (reply: Reply, delivery: Delivery, reports: number) => void;
