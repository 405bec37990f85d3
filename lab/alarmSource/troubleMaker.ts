import type { SeededRandom } from '../seededRandom.ts';
import type { AlarmDevice } from './alarmDevice.ts';
import { troubles, type PlannedTrouble } from './demoPlan.ts';
import type { LabAlarm } from './syslogEncoder.ts';

/** Something that goes wrong at this device, by chance. */
export function anyTrouble(device: AlarmDevice, random: SeededRandom): LabAlarm {
  const { plan } = device.options;
  return alarmOf(plan.hostname, random.pick(troubles[plan.type]), random);
}

/**
 * What one cut brings: a dark feeder takes the neighbouring PONs of its slot, a mains failure takes everything at the site
 * into trouble of its own.
 */
export function correlatedTroubles(
  device: AlarmDevice,
  neighbours: readonly AlarmDevice[],
  random: SeededRandom,
): readonly { readonly device: AlarmDevice; readonly alarm: LabAlarm }[] {
  const { plan } = device.options;
  if (plan.type === 'olt') {
    const dark = troubles.olt[0]!;
    const first = alarmOf(plan.hostname, dark, random);
    const slot = first.resource.slice(0, first.resource.lastIndexOf('/'));
    const ports = 2 + random.below(6);
    return Array.from({ length: ports }, (_, port) => ({
      device,
      alarm: named(`${slot}/${port + 1}`, dark, first.severity),
    }));
  }
  if (plan.type === 'power') {
    const mains = { device, alarm: alarmOf(plan.hostname, troubles.power[0]!, random) };
    return [mains, ...neighbours.map((neighbour) => ({ device: neighbour, alarm: anyTrouble(neighbour, random) }))];
  }
  return [{ device, alarm: anyTrouble(device, random) }];
}

/** The `index`th ONU of a device, for storms: as many different alarms as one likes, the same ones every time. */
export function stormAlarm(device: AlarmDevice, index: number): LabAlarm {
  const { hostname } = device.options.plan;
  const onu = (index % 64) + 1;
  const pon = (Math.floor(index / 64) % 16) + 1;
  const slot = Math.floor(index / 1024) + 1;
  return {
    resource: `${hostname}/1/${slot}/${pon}/${onu}`,
    probableCause: 'lossOfSignal',
    severity: 'major',
    eventType: 'communicationsAlarm',
    text: `No light from ONU ${onu} of PON 1/${slot}/${pon}`,
  };
}

function alarmOf(hostname: string, trouble: PlannedTrouble, random: SeededRandom): LabAlarm {
  const part = trouble.part.replace(/#(\d+)/g, (_, most: string) => String(1 + random.below(Number(most))));
  return named(`${hostname}${part}`, trouble, random.pick(trouble.severities));
}

function named(resource: string, trouble: PlannedTrouble, severity: LabAlarm['severity']): LabAlarm {
  const { probableCause, eventType, text } = trouble;
  return { resource, probableCause, eventType, severity, text: text.replace('%', resource) };
}
