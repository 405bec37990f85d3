import { createSignal, onCleanup, type JSX } from 'solid-js';
import { Chart } from '../ui/chart/Chart.tsx';
import { Sparkline } from '../ui/chart/Sparkline.tsx';
import { StatTile, StatTiles } from '../ui/chart/StatTile.tsx';
import { now } from '../ui/now.ts';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { showToast } from '../ui/toasts.ts';
import { withUnit } from '../ui/units.ts';
import { sampleRates, zone } from './galleryData.ts';
import { Sample } from './Sample.tsx';

const LIVE_SECONDS = 120;

export function ChartGallery(): JSX.Element {
  const day = sampleRates(now());
  const live = createLiveSamples();
  const series = [
    { id: 'rx', label: 'Down', values: day.rx },
    { id: 'tx', label: 'Up', values: day.tx },
  ];
  return (
    <>
      <Sample name="StatTile" wide>
        <StatTiles>
          <StatTile
            label="Online"
            value="12,408"
            note="of 12,977"
            sparkline={<Sparkline values={[3, 4, 5, 5, 6, 7, 6, 8]} label="Online over the last hour" />}
          />
          <StatTile label="Routers down" value="3" tone="critical" glyph="critical" href="/alarms" note="Westlands" />
          <StatTile label="Rate" value={withUnit(8.42e9, 'bitrate')} />
          <StatTile label="Temperature" value="54.2 °C" stale={{ at: now() - 94_000, timeZone: zone }} />
          <StatTile label="Unknown" value={undefined} />
        </StatTiles>
      </Sample>
      <Sample name="Chart with a gap, thresholds and a shared cursor" wide>
        <Chart
          title="ether1"
          unit="bitrate"
          times={day.times}
          series={series}
          gapMs={120_000}
          timeZone={zone}
          group="gallery"
          thresholds={[{ value: 8e8, label: 'Line', tone: 'warning' }]}
          onPick={(at) => showToast({ tone: 'done', text: new Date(at).toISOString() })}
          end={
            <SegmentedControl
              label="Window"
              options={[{ value: '24h', label: '24 h' }]}
              chosen="24h"
              onChoose={() => {}}
            />
          }
        />
        <Chart
          title="CPU"
          unit="percent"
          times={day.times}
          series={[{ id: 'cpu', label: 'CPU', values: day.rx.map((value) => value / 9e6) }]}
          gapMs={120_000}
          timeZone={zone}
          group="gallery"
          height={120}
          thresholds={[{ value: 90, label: 'High', tone: 'critical' }]}
        />
      </Sample>
      <Sample name="Chart, live each second" wide>
        <Chart
          title="Live"
          unit="bitrate"
          times={live().times}
          series={[{ id: 'live', label: 'Down', values: live().values }]}
          from={now() - LIVE_SECONDS * 1_000}
          to={now()}
          timeZone={zone}
          height={140}
        />
      </Sample>
      <Sample name="Chart loading, empty, failed" wide>
        <Chart title="Loading" unit="count" times={[]} series={[]} timeZone={zone} state="loading" height={100} />
        <Chart title="Empty" unit="count" times={[]} series={[]} timeZone={zone} height={100} />
        <Chart
          title="Failed"
          unit="count"
          times={[]}
          series={[]}
          timeZone={zone}
          state={{ failed: 'The samples could not be read. They are still being recorded.' }}
          height={100}
        />
      </Sample>
    </>
  );
}

function createLiveSamples(): () => { readonly times: readonly number[]; readonly values: readonly number[] } {
  const value = (at: number): number => 3e8 + 2e8 * Math.sin(at / 7_000) + 5e7 * Math.sin(at / 900);
  const seconds = Array.from({ length: LIVE_SECONDS }, (_, at) => Date.now() - (LIVE_SECONDS - at) * 1_000);
  const [samples, setSamples] = createSignal({ times: seconds, values: seconds.map(value) });
  const timer = setInterval(() => {
    const at = Date.now();
    setSamples(({ times, values }) => ({
      times: [...times.slice(-LIVE_SECONDS), at],
      values: [...values.slice(-LIVE_SECONDS), value(at)],
    }));
  }, 1_000);
  onCleanup(() => clearInterval(timer));
  return samples;
}
