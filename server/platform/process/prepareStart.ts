import type { Config } from '../config/config.ts';

/** Holds what a running server holds beyond its services. */
export type PreparedStart = AsyncDisposable;

/** Checks everything that can be checked before anything is touched. Throws StartRefusal. */
export function prepareStart(_config: Config): Promise<PreparedStart> {
  return Promise.resolve({ [Symbol.asyncDispose]: () => Promise.resolve() });
}
