import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder extends Disposable {
  readonly path: string;
}

/** A folder that is gone with the test. `mode` 0755 unless told: other users may look in. */
export function temporaryFolder(mode = 0o755): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'lastmile-test-'));
  chmodSync(path, mode);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
