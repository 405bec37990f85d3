import { z } from 'zod';

const PREFIX = 'lastmile.draft.';
const Draft = z.record(z.string(), z.json());

/** What was typed before under this name: members the form still has. */
export function readDraft<Input extends object>(name: string | undefined, initial: Input): Partial<Input> | undefined {
  if (name === undefined) return undefined;
  try {
    const stored = Draft.parse(JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null'));
    const known = Object.entries(stored).filter(([key]) => key in initial);
    return known.length > 0 ? (Object.fromEntries(known) as Partial<Input>) : undefined;
  } catch {
    return undefined;
  }
}

export function writeDraft(name: string | undefined, values: object, secrets: ReadonlySet<string>): void {
  if (name === undefined) return;
  const kept = Object.fromEntries(Object.entries(values).filter(([key]) => !secrets.has(key)));
  sessionStorage.setItem(PREFIX + name, JSON.stringify(kept));
}

export function forgetDraft(name: string | undefined): void {
  if (name !== undefined) sessionStorage.removeItem(PREFIX + name);
}

/** At logout: the next person at this window must not find what this one typed. */
export function forgetAllDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}
