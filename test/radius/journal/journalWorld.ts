import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { JournalPlace } from '#server/radius/control/controlMessage.ts';
import { JournalReader } from '#server/radius/journal/journalReader.ts';
import { JournalWriter, type JournalWriterOptions } from '#server/radius/journal/journalWriter.ts';

export interface TestJournal {
  readonly writer: JournalWriter;
  /** Appends a text; answers its sequence number, or why not. */
  put(text: string): number | string;
  /** Resolves with the place behind it when the record is durable. */
  durable(sequence: number): Promise<JournalPlace>;
  /** Appends texts as one group and waits for it. */
  group(...texts: string[]): Promise<JournalPlace>;
  /** Since it was opened. */
  readonly troubles: string[];
  durableSequence(): number;
}

export async function openJournal(
  directory: string,
  options: Partial<JournalWriterOptions> = {},
): Promise<TestJournal> {
  const waiting = new Map<number, (place: JournalPlace) => void>();
  const troubles: string[] = [];
  let durableSequence = 0;
  const writer = await JournalWriter.open({
    directory,
    clock: systemClock,
    segmentBytes: 16_384,
    batchBytes: 16_384,
    keepFreeBytes: 0,
    onDurable(sequence, place) {
      durableSequence = sequence;
      for (const [wanted, tell] of waiting) {
        if (wanted > sequence) continue;
        waiting.delete(wanted);
        tell(place);
      }
    },
    onTrouble: (error) => void troubles.push(error.message),
    ...options,
  });
  const put = (text: string): number | string => {
    const sequence = writer.append(Buffer.from(text));
    return sequence === -1 ? writer.refusal! : sequence;
  };
  const durable = async (sequence: number): Promise<JournalPlace> =>
    await new Promise((resolve) => waiting.set(sequence, resolve));
  /** Small segments are made as fast as they are filled: what is refused for a moment is asked again. */
  const putSoon = async (text: string): Promise<number> => {
    for (;;) {
      const answer = put(text);
      if (typeof answer === 'number') return answer;
      if (answer !== 'busy') throw new Error(`refused: ${answer}`);
      await new Promise(setImmediate);
    }
  };
  const group = async (...texts: string[]): Promise<JournalPlace> => {
    const answers = texts.map(put);
    const refused = answers.findIndex((answer) => typeof answer === 'string');
    let last = answers.at(-1) as number;
    if (refused !== -1) for (const text of texts.slice(refused)) last = await putSoon(text);
    return await durable(last);
  };
  return { writer, put, durable, group, troubles, durableSequence: () => durableSequence };
}

/** All that can be read from a place on, as texts, and where that ends. */
export async function readTexts(
  directory: string,
  from?: JournalPlace,
): Promise<{ readonly texts: readonly string[]; readonly place: JournalPlace | undefined }> {
  await using reader = await JournalReader.open(directory, from);
  const texts: string[] = [];
  // Twice nothing: the second time the reader looks whether the end is one.
  for (let nothing = 0; reader !== undefined && nothing < 2;) {
    const { records } = await reader.read();
    nothing = records.length === 0 ? nothing + 1 : 0;
    texts.push(...records.map(({ payload }) => payload.toString()));
  }
  return { texts, place: reader?.place };
}
