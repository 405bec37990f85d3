import { Show } from 'solid-js';
import type { ApprovalRow } from '#shared/approval/view.ts';
import { Age } from '../ui/Age.tsx';
import { absolute } from '../ui/relativeTime.ts';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { say } from '../words/words.ts';
import { actWords } from './actWords.ts';
import { ApprovalStatePill } from './ApprovalStatePill.tsx';

export function approvalColumns(timeZone: string): readonly TableColumn<ApprovalRow>[] {
  return [
    {
      id: 'state',
      title: () => say('column.state'),
      width: 130,
      phone: 'corner',
      text: ({ state }) => say(`approval.state.${state}`),
      cell: ({ state }) => <ApprovalStatePill state={state} />,
    },
    {
      id: 'act',
      title: () => say('approval.act'),
      width: 160,
      grow: 1,
      fixed: true,
      phone: 'text',
      text: ({ act }) => actWords(act),
      cell: ({ act }) => actWords(act),
    },
    {
      id: 'subject',
      title: () => say('approval.subject'),
      width: 150,
      grow: 1,
      phone: 'title',
      text: ({ subjectName }) => subjectName,
      cell: ({ subjectName }) => subjectName,
    },
    {
      id: 'by',
      title: () => say('approval.askedBy'),
      width: 130,
      phone: 'last',
      text: ({ requestedByName }) => requestedByName,
      cell: ({ requestedByName }) => requestedByName,
    },
    {
      id: 'reason',
      title: () => say('approval.reason'),
      width: 200,
      grow: 2,
      yields: 1,
      text: ({ reason }) => reason,
      cell: ({ reason }) => reason,
    },
    {
      id: 'asked',
      title: () => say('approval.asked'),
      width: 110,
      phone: 'lastEnd',
      cell: ({ requestedAt }) => <Age at={requestedAt} timeZone={timeZone} />,
    },
    {
      id: 'until',
      title: () => say('approval.expires'),
      width: 150,
      yields: 2,
      text: ({ expiresAt }) => absolute(expiresAt, timeZone),
      cell: ({ expiresAt }) => absolute(expiresAt, timeZone),
    },
  ];
}

/** What ended: who decided and when stand in place of how long it waits. */
export function approvalHistoryColumns(timeZone: string): readonly TableColumn<ApprovalRow>[] {
  const kept = approvalColumns(timeZone).filter(({ id }) => id !== 'until' && id !== 'asked');
  return [
    ...kept,
    {
      id: 'decidedBy',
      title: () => say('approval.decidedBy'),
      width: 150,
      yields: 1,
      text: ({ decidedByName }) => decidedByName,
      cell: ({ decidedByName }) => decidedByName ?? '',
    },
    {
      id: 'ended',
      title: () => say('approval.ended'),
      width: 110,
      phone: 'lastEnd',
      text: ({ endedAt }) => (endedAt === undefined ? undefined : absolute(endedAt, timeZone)),
      cell: ({ endedAt }) => <Show when={endedAt}>{(at) => <Age at={at()} timeZone={timeZone} />}</Show>,
    },
  ];
}
