import type { JournalSegment } from './journalSegment.ts';

/** What one half of the writer's buffer holds: one group, or two when a segment ends within it. */
export class JournalBatch {
  /** Where it begins in the buffer. */
  readonly base: number;
  used = 0;
  /** The group that is being filled: its segment, where it begins there, and where it begins in this batch. */
  segment: JournalSegment | undefined;
  groupAt = 0;
  groupFrom = 0;
  /** The group before it, which ends with an end mark; its octets are those before `groupFrom`. */
  endedSegment: JournalSegment | undefined;
  endedAt = 0;
  lastSequence = 0;

  constructor(base: number) {
    this.base = base;
  }
}
