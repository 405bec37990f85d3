import { createSignal } from 'solid-js';
import { z } from 'zod';
import { AlarmSeverity } from '#shared/alarm/values.ts';

/** What this computer sounds like. `mutedUntil`: epoch ms; `forever` until somebody turns it on again. */
const SoundSettings = z.object({
  /** The least severe alarm that is heard. */
  from: AlarmSeverity.default('major'),
  volume: z.number().min(0.05).max(1).default(0.6),
  mutedUntil: z.union([z.number(), z.literal('forever')]).optional(),
});
export type SoundSettings = z.infer<typeof SoundSettings>;

const STORAGE_KEY = 'lastmile.sound';
const [settings, setSettings] = createSignal(stored());
export { settings as soundSettings };

export function changeSound(change: Partial<SoundSettings>): void {
  const next = { ...settings(), ...change };
  localStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  setSettings(next);
}

/** Until when it is quiet at `now`; undefined when it is not. */
export function quietUntil({ mutedUntil }: SoundSettings, now: number): number | 'forever' | undefined {
  if (mutedUntil === 'forever') return mutedUntil;
  return mutedUntil !== undefined && mutedUntil > now ? mutedUntil : undefined;
}

export function isHeard({ from }: SoundSettings, severity: AlarmSeverity): boolean {
  return AlarmSeverity.options.indexOf(severity) <= AlarmSeverity.options.indexOf(from);
}

function stored(): SoundSettings {
  try {
    return SoundSettings.parse(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}'));
  } catch {
    return SoundSettings.parse({});
  }
}
