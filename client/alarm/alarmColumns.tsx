import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { AlarmRow } from '#shared/alarm/view.ts';
import type { SessionView } from '#shared/tenant/session.ts';
import { Age } from '../ui/Age.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { now } from '../ui/now.ts';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { say, sayNumber } from '../words/words.ts';
import type { AlarmActions } from './alarmActions.ts';
import { AlarmStatePill } from './AlarmStatePill.tsx';
import { refusalWords } from './refusalWords.ts';
import { SeverityMark } from './SeverityMark.tsx';

/** What every list of alarms shows of each. */
export function alarmColumns(): {
  readonly [Name in 'severity' | 'source' | 'branch' | 'count']: TableColumn<AlarmRow>;
} {
  return {
    severity: {
      id: 'severity',
      title: () => say('column.severity'),
      width: 92,
      sort: { descending: 'severity' },
      phone: 'mark',
      fixed: true,
      text: ({ severity }) => say(`severity.${severity}`),
      cell: (alarm) => <SeverityMark severity={alarm.severity} />,
    },
    source: {
      id: 'source',
      title: () => say('column.source'),
      width: 120,
      grow: 1.1,
      sort: { ascending: 'source' },
      phone: 'title',
      text: ({ source }) => source,
      cell: (alarm) => <span class="mono">{alarm.source}</span>,
    },
    branch: {
      id: 'branch',
      title: () => say('column.branch'),
      width: 80,
      grow: 0.7,
      yields: 1,
      text: ({ branchName }) => branchName,
      cell: (alarm) => <span class="muted">{alarm.branchName ?? ''}</span>,
    },
    count: {
      id: 'count',
      title: () => say('column.count'),
      width: 52,
      align: 'end',
      yields: 1,
      phone: 'textEnd',
      text: ({ occurrences }) => occurrences,
      cell: (alarm) => (
        <span class="number muted">{alarm.occurrences > 1 ? `×${sayNumber(alarm.occurrences)}` : ''}</span>
      ),
    },
  };
}

/** The list of standing alarms: state, what is wrong (or why an act was refused), since when, whose. */
export function standingColumns(session: SessionView, actions: AlarmActions): readonly TableColumn<AlarmRow>[] {
  const { severity, source, branch, count } = alarmColumns();
  const { timeZone, userId } = session;
  return [
    severity,
    {
      id: 'state',
      title: () => say('column.state'),
      width: 168,
      phone: 'last',
      cell: (alarm) => (
        <Show when={actions.pending(alarm.id)} fallback={<AlarmStatePill alarm={alarm} timeZone={timeZone} />}>
          <span class="alarm-pending">
            <Glyph name="catchingUp" />
            {say('alarm.pending')}
          </span>
        </Show>
      ),
    },
    source,
    {
      id: 'text',
      title: () => say('column.text'),
      width: 200,
      grow: 2.4,
      phone: 'text',
      text: ({ cause, text }) => (text ? `${cause}: ${text}` : cause),
      cell: (alarm) => <WhatIsWrong alarm={alarm} actions={actions} userId={userId} />,
    },
    branch,
    {
      id: 'raised',
      title: () => say('column.raised'),
      width: 104,
      sort: { ascending: 'oldest', descending: 'newest', first: 'descending' },
      phone: 'corner',
      cell: (alarm) => (
        <span class="muted">
          <Age at={alarm.raisedAt} timeZone={timeZone} />
        </span>
      ),
    },
    count,
    {
      id: 'owner',
      title: () => say('column.owner'),
      width: 80,
      grow: 0.6,
      yields: 1,
      phone: 'lastEnd',
      text: ({ claimedByName }) => claimedByName,
      cell: (alarm) => (
        <span classList={{ own: alarm.claimedBy === userId }}>
          {alarm.claimedBy === userId ? say('alarm.you') : (alarm.claimedByName ?? '')}
        </span>
      ),
    },
    {
      id: 'episode',
      title: () => say('fact.episode'),
      width: 64,
      align: 'end',
      extra: true,
      text: ({ episode }) => episode,
      cell: (alarm) => sayNumber(alarm.episode),
    },
    {
      id: 'lastReport',
      title: () => say('fact.last'),
      width: 104,
      extra: true,
      cell: (alarm) => <Age at={alarm.lastOccurredAt} timeZone={timeZone} />,
    },
  ];
}

function WhatIsWrong(props: { alarm: AlarmRow; actions: AlarmActions; userId: string }): JSX.Element {
  return (
    <span class="alarm-what">
      <Show
        when={props.actions.refused(props.alarm.id)}
        fallback={
          <>
            <span class="alarm-text">{props.alarm.text || props.alarm.cause}</span>
            <Show when={props.alarm.text}>
              <span class="faint alarm-cause">{props.alarm.cause}</span>
            </Show>
            <Show when={props.alarm.comments > 0}>
              <span class="faint alarm-comments number">
                <Glyph name="comment" /> {sayNumber(props.alarm.comments)}
              </span>
            </Show>
          </>
        }
      >
        {(refusal) => (
          <span class="alarm-refused" role="alert">
            <Glyph name="warning" />
            {refusalWords(refusal(), props.alarm, props.userId, now())}
          </span>
        )}
      </Show>
    </span>
  );
}
