import type { JournalPlace } from '../control/controlMessage.ts';

/**
 * What was durable at `place` can't be read any more. `next` is the next place with something sound: a reader opened
 * there goes on behind the damage.
 */
export class JournalDamage extends Error {
  override readonly name = 'JournalDamage';
  readonly place: JournalPlace;
  readonly next: JournalPlace;

  constructor(place: JournalPlace, next: JournalPlace) {
    const to = next.segment === place.segment ? `octet ${next.offset}` : 'its end';
    super(`Part ${place.segment} of the accounting journal is damaged from octet ${place.offset} to ${to}.`);
    this.place = place;
    this.next = next;
  }
}
