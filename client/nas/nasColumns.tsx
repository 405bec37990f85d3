import { Show, type JSX } from 'solid-js';
import type { NasRow } from '#shared/nas/view.ts';
import { Age } from '../ui/Age.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { now } from '../ui/now.ts';
import { duration } from '../ui/relativeTime.ts';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { withUnit } from '../ui/units.ts';
import { say, sayNumber } from '../words/words.ts';
import { NasStatePill } from './NasStatePill.tsx';

/** A figure, greyed with its age once nothing is known of the router any more. */
function figure(nas: NasRow, text: string | undefined): JSX.Element {
  return (
    <Show when={text} fallback={<span class="faint">–</span>}>
      <span class="number" classList={{ faint: nas.unknownSince !== undefined }}>
        {text}
      </span>
    </Show>
  );
}

const percent = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : withUnit(value, 'percent');
export const sessionsOf = ({ pppSessions, hotspotSessions }: NasRow): number | undefined =>
  pppSessions === undefined && hotspotSessions === undefined ? undefined : (pppSessions ?? 0) + (hotspotSessions ?? 0);

export function nasColumns(timeZone: string): readonly TableColumn<NasRow>[] {
  return [
    {
      id: 'state',
      title: () => say('nas.column.state'),
      width: 170,
      fixed: true,
      phone: 'corner',
      sort: { ascending: 'trouble' },
      text: (nas) => say(`nas.state.${nas.state}`),
      cell: (nas) => <NasStatePill nas={nas} timeZone={timeZone} />,
    },
    {
      id: 'name',
      title: () => say('nas.column.name'),
      width: 180,
      grow: 1,
      fixed: true,
      phone: 'title',
      sort: { ascending: 'name' },
      text: (nas) => nas.name,
      cell: (nas) => nas.name,
    },
    {
      id: 'branch',
      title: () => say('nas.column.branch'),
      width: 130,
      phone: 'last',
      sort: { ascending: 'branch' },
      text: (nas) => nas.branchName,
      cell: (nas) => nas.branchName,
    },
    {
      id: 'sessions',
      title: () => say('nas.column.sessions'),
      width: 90,
      align: 'end',
      phone: 'textEnd',
      sort: { descending: 'sessions', first: 'descending' },
      text: sessionsOf,
      cell: (nas) => {
        const sessions = sessionsOf(nas);
        return figure(nas, sessions === undefined ? undefined : sayNumber(sessions));
      },
    },
    {
      id: 'traffic',
      title: () => say('nas.column.traffic'),
      width: 190,
      align: 'end',
      yields: 2,
      sort: { descending: 'traffic', first: 'descending' },
      text: (nas) => nas.rxBps,
      cell: (nas) => (
        <Show when={nas.rxBps !== undefined} fallback={<span class="faint">–</span>}>
          <span class="number nas-traffic" classList={{ faint: nas.unknownSince !== undefined }}>
            <Glyph name="down" />
            {withUnit(nas.rxBps ?? 0, 'bitrate')} <Glyph name="up" />
            {withUnit(nas.txBps ?? 0, 'bitrate')}
          </span>
        </Show>
      ),
    },
    {
      id: 'cpu',
      title: () => say('nas.column.cpu'),
      width: 70,
      align: 'end',
      yields: 2,
      sort: { descending: 'cpu', first: 'descending' },
      text: (nas) => nas.cpuPercent,
      cell: (nas) => figure(nas, percent(nas.cpuPercent)),
    },
    {
      id: 'memory',
      title: () => say('nas.column.memory'),
      width: 80,
      align: 'end',
      yields: 1,
      text: (nas) => nas.memoryPercent,
      cell: (nas) => figure(nas, percent(nas.memoryPercent)),
    },
    {
      id: 'temperature',
      title: () => say('nas.column.temperature'),
      width: 80,
      align: 'end',
      yields: 1,
      text: (nas) => nas.temperatureC,
      cell: (nas) => figure(nas, nas.temperatureC === undefined ? undefined : withUnit(nas.temperatureC, 'celsius')),
    },
    {
      id: 'latency',
      title: () => say('nas.column.latency'),
      width: 80,
      align: 'end',
      yields: 1,
      sort: { descending: 'latency', first: 'descending' },
      text: (nas) => nas.latencyMs,
      cell: (nas) => figure(nas, nas.latencyMs === undefined ? undefined : withUnit(nas.latencyMs, 'milliseconds')),
    },
    {
      id: 'uptime',
      title: () => say('nas.column.uptime'),
      width: 90,
      align: 'end',
      yields: 1,
      cell: (nas) => figure(nas, nas.bootedAt === undefined ? undefined : duration(now() - nas.bootedAt)),
    },
    {
      id: 'address',
      title: () => say('nas.column.address'),
      width: 140,
      yields: 2,
      phone: 'text',
      text: (nas) => nas.address,
      cell: (nas) => <span class="mono">{nas.address}</span>,
    },
    {
      id: 'model',
      title: () => say('nas.column.model'),
      width: 130,
      yields: 1,
      text: (nas) => nas.model,
      cell: (nas) => nas.model,
    },
    {
      id: 'version',
      title: () => say('nas.column.version'),
      width: 90,
      yields: 1,
      text: (nas) => nas.version,
      cell: (nas) => nas.version,
    },
    {
      id: 'site',
      title: () => say('nas.column.site'),
      width: 140,
      extra: true,
      text: (nas) => nas.site,
      cell: (nas) => nas.site,
    },
    {
      id: 'heard',
      title: () => say('nas.column.heard'),
      width: 110,
      extra: true,
      cell: (nas) => <Show when={nas.lastHeardAt}>{(at) => <Age at={at()} timeZone={timeZone} />}</Show>,
    },
  ];
}
