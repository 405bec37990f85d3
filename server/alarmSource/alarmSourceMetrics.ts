import { Gauge, type Registry } from 'prom-client';
import type { AlarmSourceFeature, AlarmSourceStats } from './alarmSourceFeature.ts';

/** Figures of the alarm listener and its sources, read when they are scraped. */
export function registerAlarmSourceMetrics(registry: Registry, feature: AlarmSourceFeature): void {
  const gauge = (name: string, help: string, value: (stats: AlarmSourceStats) => number): void => {
    const made: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect(): void {
        made.set(value(feature.stats()));
      },
    });
  };
  gauge('lastmile_alarm_sources', 'Registered alarm sources.', ({ sources }) => sources);
  gauge(
    'lastmile_alarm_sources_connected',
    'Registered sources that are connected.',
    (stats) => stats.connectedSources,
  );
  gauge('lastmile_syslog_connections', 'Open syslog connections.', ({ listener }) => listener?.connections ?? 0);
  gauge(
    'lastmile_syslog_pending_bytes',
    'Received and not yet told to alarms.',
    ({ listener }) => listener?.pendingBytes ?? 0,
  );
  gauge('lastmile_syslog_messages', 'Messages since the start.', ({ intake }) => intake.messages);
  gauge('lastmile_syslog_unparsable', 'Messages not understood since the start.', ({ intake }) => intake.unparsable);
  gauge(
    'lastmile_syslog_unknown',
    'Messages of unregistered senders since the start.',
    ({ intake }) => intake.fromUnknown,
  );
}
