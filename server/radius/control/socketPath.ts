import { closeSync, openSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** sun_path holds 108 octets on Linux, 104 elsewhere, the zero behind it included (unix(7)). */
const MOST_BYTES = 103;

export interface SocketPath extends Disposable {
  readonly path: string;
}

/** A path the kernel takes for a socket in a folder however deep: by way of the open folder where the name is too long. */
export function socketPath(path: string): SocketPath {
  if (Buffer.byteLength(path) <= MOST_BYTES || process.platform !== 'linux') {
    return { path, [Symbol.dispose]: () => undefined };
  }
  let folder: number | undefined = openSync(dirname(path), 'r');
  return {
    path: `/proc/self/fd/${folder}/${basename(path)}`,
    [Symbol.dispose]() {
      if (folder !== undefined) closeSync(folder);
      folder = undefined;
    },
  };
}
