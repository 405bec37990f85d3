import type { JournalPlace } from '../control/controlMessage.ts';

/**
 * A place from which cannot be read on. replaced: the folder holds another journal (the data directory was exchanged) ·
 * pruned: its segment is not there any more. Go on from `oldest`, with whatever was not loaded before lost.
 */
export class JournalGone extends Error {
  override readonly name = 'JournalGone';
  readonly reason: 'replaced' | 'pruned';
  readonly oldest: JournalPlace;

  constructor(reason: JournalGone['reason'], place: JournalPlace, oldest: JournalPlace) {
    super(
      reason === 'replaced'
        ? `The accounting journal ${place.journal} is not there any more: its folder holds ${oldest.journal}.`
        : `Part ${place.segment} of the accounting journal is not there any more: the oldest is ${oldest.segment}.`,
    );
    this.reason = reason;
    this.oldest = oldest;
  }
}
