import { join } from 'node:path';
import type { Keyring } from '#server/platform/secrets/keyring.ts';
import type { MemoryMessage, RadiusMemory } from './radiusMemory.ts';
import { readSealed, SealedFile } from './sealedFile.ts';

const PURPOSE = 'radius/projection';

/**
 * What main has said, on the disk: a whole load and what changed after it. After a power cut the process serves from it
 * before the database is there. Each whole load begins a new file.
 */
export class ProjectionFile {
  readonly #path: string;
  readonly #keyring: Keyring;
  readonly #onTrouble: (error: unknown) => void;
  /** Of the load that stands at the path. */
  #published: SealedFile | undefined;
  /** Of the load that is being read. */
  #making: SealedFile | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(folder: string, keyring: Keyring, onTrouble: (error: unknown) => void) {
    this.#path = join(folder, 'projection.sealed');
    this.#keyring = keyring;
    this.#onTrouble = onTrouble;
  }

  get bytes(): number {
    return (this.#published ?? this.#making)?.bytes ?? 0;
  }

  /** Fills the memory from the disk. False: there is nothing, or no whole load. */
  async read(memory: RadiusMemory): Promise<boolean> {
    let whole = false;
    for await (const value of readSealed(this.#path, this.#keyring, PURPOSE)) {
      const message = value as MemoryMessage;
      memory.apply(message);
      whole ||= message.say === 'settled';
    }
    return whole;
  }

  /** In the order in which it is said; what cannot be written is no reason not to serve. */
  keep(message: MemoryMessage): void {
    this.#work = this.#work.then(async () => await this.#keep(message)).catch(this.#onTrouble);
  }

  async close(): Promise<void> {
    await this.#work;
    await this.#making?.close();
    await this.#published?.close();
  }

  async #keep(message: MemoryMessage): Promise<void> {
    if (message.say === 'load') {
      await this.#making?.close();
      this.#making = await SealedFile.create(this.#path, this.#keyring, PURPOSE);
    }
    const file = this.#making ?? this.#published;
    // Changes to what was read at the start: the next load writes all of it.
    if (!file) return;
    await file.append(message);
    if (message.say !== 'settled' || !this.#making) return;
    await this.#making.publish();
    await this.#published?.close();
    this.#published = this.#making;
    this.#making = undefined;
  }
}
