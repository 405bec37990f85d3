import { z } from 'zod';
import { ControlError, type ControlRoute } from '../controlServer.ts';
import type { AlarmDevice } from './alarmDevice.ts';
import type { AlarmNetwork } from './alarmNetwork.ts';

const AlarmName = z.object({
  hostname: z.string(),
  resource: z.string().min(1).max(200).optional(),
  probableCause: z.string().min(1).max(120).default('lossOfSignal'),
});
const Raise = AlarmName.extend({
  severity: z.enum(['critical', 'major', 'minor', 'warning', 'indeterminate']).default('major'),
  eventType: z.string().max(120).default('communicationsAlarm'),
  text: z.string().max(2000).default('Raised from the lab'),
});
/** `silently`: the device does not say that it is over. */
const Clear = AlarmName.extend({ silently: z.boolean().default(false) });
const Storm = z.object({
  alarms: z.int().min(1).max(100_000),
  reports: z.int().min(1).max(1_000_000).optional(),
  seconds: z.number().min(0.1).max(600),
  tenantSlug: z.string().optional(),
});
const Calm = z.object({ tenantSlug: z.string().optional() });
const Fault = z.object({
  hostname: z.string(),
  fault: z.enum(['drop', 'hang', 'slow', 'garbage', 'half-open', 'none']),
  seconds: z.number().min(0.1).max(3600).default(10),
});
const Pause = z.object({ paused: z.boolean().default(true) });
const Rate = z.object({ alarmsPerMinute: z.number().min(0).max(6000) });

/** What can be done to the network from outside. */
export function alarmControls(network: AlarmNetwork): Readonly<Record<string, ControlRoute>> {
  return {
    'GET /devices': () => network.states(),
    'GET /truth': () => network.truth(),
    'GET /storm': () => network.stormProgress ?? { reports: 0, raises: 0, clears: 0, done: true },
    'POST /raise': (body) => {
      const { hostname, resource, ...alarm } = parsed(Raise, body);
      deviceNamed(network, hostname).raise({ ...alarm, resource: resource ?? hostname });
    },
    'POST /clear': (body) => {
      const { hostname, resource = hostname, probableCause, silently } = parsed(Clear, body);
      const device = deviceNamed(network, hostname);
      const name = { resource, probableCause };
      const found = silently ? device.forget(name) : device.clear(name);
      if (!found) throw new ControlError(404, 'no such alarm stands');
    },
    'POST /storm': (body) => {
      const { alarms, reports = alarms * 10, seconds, tenantSlug } = parsed(Storm, body);
      if (tenantSlug !== undefined && !network.hasTenant(tenantSlug)) throw new ControlError(404, 'no such tenant');
      network.storm({ alarms, reports, seconds, tenantSlug });
      return { alarms, reports, seconds };
    },
    'POST /calm': (body) => ({ cleared: network.calm(parsed(Calm, body).tenantSlug) }),
    'POST /faults': (body) => {
      const { hostname, fault, seconds } = parsed(Fault, body);
      network.fault(deviceNamed(network, hostname), fault, seconds * 1000);
    },
    'POST /pause': (body) => {
      network.paused = parsed(Pause, body).paused;
    },
    'POST /rate': (body) => {
      network.alarmsPerMinute = parsed(Rate, body).alarmsPerMinute;
    },
  };
}

function deviceNamed(network: AlarmNetwork, hostname: string): AlarmDevice {
  const device = network.device(hostname);
  if (!device) throw new ControlError(404, `no device ${hostname}`);
  return device;
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ControlError(400, z.prettifyError(result.error));
}
