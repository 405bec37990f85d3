import { createSignal } from 'solid-js';
import type { Note } from './tones.ts';

let context: AudioContext | undefined;
const [blocked, setBlocked] = createSignal(false);

/** The browser lets nothing sound before somebody has pressed something on this page. */
export { blocked as soundBlocked };

/** Call from a press or a key: only then may a page begin to sound. */
export async function allowSound(): Promise<void> {
  if (!('AudioContext' in window)) return;
  context ??= new AudioContext();
  await context.resume();
  setBlocked(context.state !== 'running');
}

/** Plays now, or marks the sound as blocked. `volume` 0–1. */
export function play(notes: readonly Note[], volume: number): void {
  if (!('AudioContext' in window)) return;
  context ??= new AudioContext();
  setBlocked(context.state !== 'running');
  if (context.state !== 'running') return;
  for (const note of notes) sound(context, note, volume);
}

/** A sine with a second partial carries over the noise of a room; the slopes keep it from clicking. */
function sound(audio: AudioContext, { hz, atMs, lengthMs }: Note, volume: number): void {
  const from = audio.currentTime + 0.02 + atMs / 1_000;
  const to = from + lengthMs / 1_000;
  const gain = audio.createGain();
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(volume * 0.5, from + 0.012);
  gain.gain.setValueAtTime(volume * 0.5, to - 0.04);
  gain.gain.linearRampToValueAtTime(0, to);
  gain.connect(audio.destination);
  for (const [partial, share] of [
    [1, 1],
    [2, 0.3],
  ] as const) {
    const level = audio.createGain();
    level.gain.value = share;
    const oscillator = audio.createOscillator();
    oscillator.frequency.value = hz * partial;
    oscillator.connect(level).connect(gain);
    oscillator.start(from);
    oscillator.stop(to);
  }
}
