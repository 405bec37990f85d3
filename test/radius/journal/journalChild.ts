import { writeSync } from 'node:fs';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { JournalWriter } from '#server/radius/journal/journalWriter.ts';

/**
 * Appends `<life> <n>` to the journal in the folder given, as fast as records become durable and until it is killed,
 * and says each time how many of them are.
 */
const [directory = '', life = ''] = process.argv.slice(2);
const OUTSTANDING = 64;
let sent = 0;
let firstSequence = 0;

const writer = await JournalWriter.open({
  directory,
  clock: systemClock,
  segmentBytes: 1_048_576,
  onTrouble: (error) => {
    throw error;
  },
  onDurable(sequence) {
    const durable = sequence - firstSequence + 1;
    writeSync(1, `${durable}\n`);
    send(durable + OUTSTANDING);
  },
});

function send(until: number): void {
  while (sent < until) {
    const text = `${life} ${sent + 1}`.padEnd(50 + ((sent * 37) % 500), '.');
    const sequence = writer.append(Buffer.from(text));
    // Behind the reserve for a moment: the next durable group tries again.
    if (sequence === -1) break;
    if (sent === 0) firstSequence = sequence;
    sent += 1;
  }
  if (sent < until) setTimeout(send, 5, until);
}

send(OUTSTANDING);
