import type { NasMeasured } from './nasFacts.ts';

/** Polls in a row before a router counts as degraded, and before it counts as well again. */
export const POLLS_TO_DEGRADE = 2;
export const POLLS_TO_RECOVER = 3;

const SLOW_MS = 1_000;
const LOSSY_PERCENT = 15;
const BUSY_CPU_PERCENT = 90;
const FULL_MEMORY_PERCENT = 95;
/** Below this share of a threshold it is well again: a figure at the threshold must not make the state flutter. */
const WELL_AT = 0.9;

/** What is wrong with a router that answers, in plain words; undefined when nothing is. */
export function complaintAbout(fact: NasMeasured, degraded: boolean): string | undefined {
  const factor = degraded ? WELL_AT : 1;
  const { latencyMs, lossPercent, cpuPercent = 0, memoryPercent = 0 } = fact;
  if (lossPercent >= LOSSY_PERCENT * factor)
    return `${Math.round(lossPercent)} % of what is asked is not answered in time`;
  if (latencyMs >= SLOW_MS * factor) return `takes ${Math.round(latencyMs)} ms to answer`;
  if (cpuPercent >= BUSY_CPU_PERCENT * factor) return `CPU at ${Math.round(cpuPercent)} %`;
  if (memoryPercent >= FULL_MEMORY_PERCENT * factor) return `memory ${Math.round(memoryPercent)} % full`;
  return undefined;
}
