import { mikrotikDriver } from './mikrotik/mikrotikDriver.ts';
import type { NasDriver } from './nasDriver.ts';

/** Every vendor there is; a new one is a folder and a line here. */
export const nasDrivers: readonly NasDriver[] = [
  mikrotikDriver, //
];

export function nasDriverOf(vendor: string): NasDriver | undefined {
  return nasDrivers.find((driver) => driver.vendor === vendor);
}
