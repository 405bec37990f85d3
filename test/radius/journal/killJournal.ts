import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { JournalReader } from '#server/radius/journal/journalReader.ts';

export interface JournalKills {
  readonly acknowledged: number;
  readonly read: number;
  /** What is wrong, in words; empty when nothing is. */
  readonly wrong: readonly string[];
}

/**
 * Kills a writer at full speed, again and again in the same folder, while a reader follows from this process. What was
 * said to be durable has to be read, once and in order, and nothing else but what was on its way.
 */
export async function killJournal(
  directory: string,
  kills: number,
  random: () => number,
  onRound?: (round: number) => void,
): Promise<JournalKills> {
  const reading = new Reading(directory);
  const wrong: string[] = [];
  let acknowledged = 0;
  for (let life = 1; life <= kills; life += 1) {
    const durable = await killedLife(directory, life, 50 + random() * 300);
    await reading.catchUp();
    const read = reading.lives.get(life) ?? 0;
    if (read < durable) wrong.push(`life ${life}: ${durable} were acknowledged, ${read} are in the journal`);
    acknowledged += durable;
    onRound?.(life);
  }
  await reading.close();
  const read = [...reading.lives.values()].reduce((sum, count) => sum + count, 0);
  return { acknowledged, read, wrong: [...wrong, ...reading.wrong] };
}

/** Answers how many records it said were durable before it was killed, `afterMs` from the first. */
async function killedLife(directory: string, life: number, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'journalChild.ts'), directory, String(life)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  let killing: Promise<void> | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    killing ??= wait(afterMs).then(() => void child.kill('SIGKILL'));
  });
  await new Promise((resolve) => child.once('close', resolve));
  await killing;
  // The last line may have been cut off by the end.
  return Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1));
}

class Reading {
  /** Records read by life: as they are numbered from 1, the number of the last one. */
  readonly lives = new Map<number, number>();
  readonly wrong: string[] = [];
  readonly #directory: string;
  #reader: JournalReader | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async catchUp(): Promise<void> {
    this.#reader ??= await JournalReader.open(this.#directory);
    for (let nothing = 0; nothing < 2;) {
      const { records } = await this.#reader!.read();
      nothing = records.length === 0 ? nothing + 1 : 0;
      for (const { payload } of records) this.#count(payload.toString());
    }
  }

  #count(text: string): void {
    const [life = 0, number = 0] = text.split(' ').map((word) => parseInt(word, 10));
    const expected = (this.lives.get(life) ?? 0) + 1;
    if (number !== expected) this.wrong.push(`life ${life}: record ${number} where ${expected} was expected`);
    this.lives.set(life, number);
  }

  async close(): Promise<void> {
    await this.#reader?.[Symbol.asyncDispose]();
  }
}
