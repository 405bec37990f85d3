import type { NasDetail } from '#shared/nas/view.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { openRefreshed } from '../platform/live/refreshedView.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { nasAudience } from './nasAudience.ts';
import type { NasChannel } from './nasChannel.ts';
import { withoutAbsent } from './nasEntry.ts';
import { visibleChannel, type NasSight } from './nasSight.ts';
import { watchChannel } from './watchChannel.ts';

const EVERY_MS = 250;

/**
 * View `nas`: row `router` ({@link NasDetail}), rows `interface:<name>` and `log:<n>`. Empty for a router that does not
 * exist or is outside the subscriber's branches. Its log is followed while somebody looks.
 */
export function nasDetailView(sight: NasSight): ViewSource<Extract<ViewRequest, { view: 'nas' }>> {
  return {
    view: 'nas',
    admit: nasAudience,
    async open(audience, { id }, changed) {
      const listeners = new Set<() => void>();
      const tell = (): void => listeners.forEach((listener) => listener());
      const watching = watchChannel(sight, audience, id, {
        changed: tell,
        follow: (channel) => channel.followPage(),
        listen: (channel, listener) => channel.live.onChange(listener),
      });
      const unwatchEntry = sight.boardOf(audience.tenant).watch(id, tell);
      const close = (): void => {
        unwatchEntry();
        watching.close();
      };
      try {
        const view = await openRefreshed(
          {
            clock: sight.clock,
            everyMs: EVERY_MS,
            read: () => {
              const channel = visibleChannel(sight, audience, id);
              return Promise.resolve(channel ? rowsOf(channel) : []);
            },
            onChange: (listener) => {
              listeners.add(listener);
              return () => void listeners.delete(listener);
            },
            onTrouble: () => undefined,
          },
          changed,
        );
        return {
          ...view,
          close: () => {
            view.close();
            close();
          },
        };
      } catch (error) {
        close();
        throw error;
      }
    },
  };
}

function rowsOf(channel: NasChannel): readonly { readonly id: string; readonly fields: object }[] {
  const { live } = channel;
  return [
    { id: 'router', fields: withoutAbsent(detailOf(channel)) },
    ...[...live.interfaces.values()].map((fields) => ({ id: `interface:${fields.name}`, fields })),
    ...live.log.map(({ n, ...fields }) => ({ id: `log:${n}`, fields })),
  ];
}

function detailOf(channel: NasChannel): { [F in keyof NasDetail]: NasDetail[F] | undefined } {
  const { entry, live } = channel;
  const { record, identity, status } = entry;
  const use = channel.use();
  return {
    ...entry.fields(),
    recordVersion: record.version,
    latitude: record.latitude ?? undefined,
    longitude: record.longitude ?? undefined,
    notes: record.notes === '' ? undefined : record.notes,
    fingerprint: record.fingerprint ?? undefined,
    architecture: identity?.architecture,
    serial: identity?.serial,
    firmware: identity?.firmware,
    cpuCount: identity?.cpuCount,
    memoryUsedBytes: live.vitals?.memoryUsedBytes,
    memoryTotalBytes: live.vitals?.memoryTotalBytes,
    storageFreeBytes: live.vitals?.storageFreeBytes,
    storageTotalBytes: live.vitals?.storageTotalBytes,
    sensors: [...live.sensors],
    reboots: status?.reboots ?? 0,
    connectedAt: live.connectedAt,
    attempts: status?.attempts ?? 0,
    nextAttemptAt: live.nextAttemptAt,
    resting: status?.resting ?? false,
    lossPercent: use.lossPercent,
    commandsPerSecond: Math.round(use.commandsPerSecond * 10) / 10,
    mostCommandsPerSecond: record.commandsPerSecond,
    inFlight: use.waiting,
    viewers: use.viewers,
  };
}
