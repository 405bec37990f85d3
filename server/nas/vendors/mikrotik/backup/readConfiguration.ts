import { NasCommandRefused } from '../../nasCommandError.ts';
import type { NasWire } from '../../nasDriver.ts';
import { printedConfiguration } from './printedConfiguration.ts';
import { redactConfiguration } from './redactConfiguration.ts';

const WITHIN_MS = 60_000;

/**
 * The configuration as text, without secrets. Version 7 exports into the answer, with the rights read and test; before,
 * an export goes to a file alone, for which the right ftp would be needed and the router's flash be written: the lists
 * are read instead.
 */
export async function readConfiguration(wire: NasWire, known: readonly string[], signal: AbortSignal): Promise<string> {
  const text = (await exported(wire, signal)) ?? (await printedConfiguration(wire, signal));
  return await redactConfiguration(text, known);
}

/** Undefined where the router can't, or its login may not. */
async function exported(wire: NasWire, signal: AbortSignal): Promise<string | undefined> {
  try {
    const attributes = { script: '/export', 'as-string': '' };
    const { done } = await wire.run({ path: '/execute', attributes }, { signal, withinMs: WITHIN_MS });
    // A version that begins a job instead answers with its number.
    return done['ret']?.includes(' by RouterOS ') ? done['ret'] : undefined;
  } catch (error) {
    if (error instanceof NasCommandRefused) return undefined;
    throw error;
  }
}
