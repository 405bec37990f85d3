import { z } from 'zod';
import { ControlError } from '../controlServer.ts';
import type { MikrotikRouter } from './mikrotik/router.ts';
import type { LabNas, NasNetwork } from './nasNetwork.ts';

export function nasNamed(network: NasNetwork, name: string): LabNas {
  const nas = network.find(name);
  if (!nas) throw new ControlError(404, `no router ${name}`);
  return nas;
}

/** Those of the names, or all. */
export function routersNamed(network: NasNetwork, names: readonly string[] | undefined): readonly MikrotikRouter[] {
  const meant = names === undefined ? network.routers : names.map((name) => nasNamed(network, name));
  if (meant.length === 0) throw new ControlError(400, 'no routers');
  return meant.map(({ device }) => device.router);
}

export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ControlError(400, z.prettifyError(result.error));
}
