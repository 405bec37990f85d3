import { totalRate } from './interfaceRate.ts';
import type { RouterWorld } from './routerWorld.ts';

/** A router that has just started reads its configuration and takes everybody back at once. */
const BUSY_AFTER_BOOT_MS = 90_000;

/** Per cent: forwarding, what the day brings besides, and the trouble of starting. */
export function cpuLoad(world: RouterWorld, at: number): number {
  const { rx, tx } = totalRate(world, at);
  const forwarding = ((rx + tx) / world.personality.model.forwardsBps) * 70;
  const besides = 1 + world.traffic.wander('cpu', at, 3000) * 6 + world.traffic.curve(at) * 9;
  const starting = Math.max(0, 1 - (at - world.bootedAt) / BUSY_AFTER_BOOT_MS) * 45;
  return Math.min(100, Math.round(forwarding + besides + starting));
}

export function freeMemory(world: RouterWorld): number {
  const { memoryBytes } = world.personality.model;
  const sessions = world.table('/ppp/active').size + world.table('/ip/hotspot/active').size;
  const used = 0.24 + world.traffic.wander('memory', world.clock.now(), 30_000) * 0.03;
  return Math.floor((memoryBytes * (1 - used) - sessions * 42_000) / 4096) * 4096;
}

export interface Reading {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
}

/** Sensors follow the load, and the room follows the day. */
export function sensorReadings(world: RouterWorld): readonly Reading[] {
  const at = world.clock.now();
  const load = cpuLoad(world, at) / 100;
  return world.personality.model.sensors.map(({ name, unit, idle, load: more }) => {
    const noise = (world.traffic.wander(name, at, 20_000) - 0.5) * idle * 0.02;
    const value = idle + more * load + noise + (unit === 'C' ? world.traffic.curve(at) * 3 : 0);
    const digits = unit === 'V' || unit === 'A' || unit === 'W' ? 1 : 0;
    return { name, value: value.toFixed(digits), unit };
  });
}
