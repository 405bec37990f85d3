import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { open, rename, type FileHandle } from 'node:fs/promises';
import type { Keyring } from '#server/platform/secrets/keyring.ts';

/** length u32 · nonce 12 · tag 16 · ciphertext, again and again; in front of all the id of the key. */
const KEY_ID_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FRAME_BYTES = 4 + NONCE_BYTES + TAG_BYTES;
const MOST_FRAME_BYTES = 64 * 1024 * 1024;

/**
 * A file of JSON values that only the holder of the data folder's key can read, written frame by frame. A frame that is
 * torn or was changed ends the file for its reader. Frames are bound to their place: none can be taken out or moved.
 */
export class SealedFile {
  readonly #file: FileHandle;
  readonly #key: Buffer;
  readonly #path: string;
  readonly #aside: string;
  #frames = 0;
  #bytes = KEY_ID_BYTES;
  #last: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle, key: Buffer, path: string, aside: string) {
    this.#file = file;
    this.#key = key;
    this.#path = path;
    this.#aside = aside;
  }

  /** A new one, beside `path` until `publish` puts it there. */
  static async create(path: string, keyring: Keyring, purpose: string): Promise<SealedFile> {
    const aside = `${path}.new`;
    const file = await open(aside, 'w', 0o600);
    const [key] = keyring;
    await file.write(key.id, 0, KEY_ID_BYTES, 0);
    return new SealedFile(file, derive(key.key, purpose), path, aside);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Written in the order of the calls. Rejects for a full or broken disk. */
  async append(value: unknown): Promise<void> {
    const frame = this.#seal(Buffer.from(JSON.stringify(value)));
    const at = this.#bytes;
    this.#bytes += frame.length;
    this.#last = this.#last.then(async () => {
      await this.#file.write(frame, 0, frame.length, at);
    });
    await this.#last;
  }

  /** From now on it is what stands at its path. */
  async publish(): Promise<void> {
    await this.#last;
    await this.#file.datasync();
    await rename(this.#aside, this.#path);
  }

  async close(): Promise<void> {
    await this.#last.catch(() => undefined);
    await this.#file.close();
  }

  #seal(text: Buffer): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(place(this.#frames));
    this.#frames += 1;
    const body = Buffer.concat([cipher.update(text), cipher.final()]);
    const head = Buffer.allocUnsafe(4);
    head.writeUInt32BE(body.length);
    return Buffer.concat([head, nonce, cipher.getAuthTag(), body]);
  }
}

/** The values of the file at `path`, first to last; none when there is no such file or its key is not there. */
export async function* readSealed(path: string, keyring: Keyring, purpose: string): AsyncGenerator<unknown> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return;
  try {
    const id = await readAt(file, KEY_ID_BYTES, 0);
    const key = id && keyring.find((one) => one.id.equals(id));
    if (key) yield* frames(file, derive(key.key, purpose));
  } finally {
    await file.close();
  }
}

async function* frames(file: FileHandle, key: Buffer): AsyncGenerator<unknown> {
  let at = KEY_ID_BYTES;
  for (let frame = 0; ; frame += 1) {
    const head = await readAt(file, FRAME_BYTES, at);
    const length = head?.readUInt32BE(0) ?? 0;
    if (!head || length > MOST_FRAME_BYTES) return;
    const body = await readAt(file, length, at + FRAME_BYTES);
    const text = body && unseal(key, frame, head, body);
    if (!text) return;
    yield JSON.parse(text.toString('utf8'));
    at += FRAME_BYTES + length;
  }
}

function unseal(key: Buffer, frame: number, head: Buffer, body: Buffer): Buffer | undefined {
  const nonce = head.subarray(4, 4 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(place(frame)).setAuthTag(head.subarray(4 + NONCE_BYTES, FRAME_BYTES));
  try {
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    return undefined;
  }
}

function place(frame: number): Buffer {
  return Buffer.from(`frame ${frame}`);
}

async function readAt(file: FileHandle, bytes: number, at: number): Promise<Buffer | undefined> {
  const buffer = Buffer.allocUnsafe(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, at);
  return bytesRead === bytes ? buffer : undefined;
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), purpose, 32));
}
