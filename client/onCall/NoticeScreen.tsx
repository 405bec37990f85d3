import { useNavigate, useSearchParams } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { NoticeRow } from '#shared/notice/view.ts';
import { createRowWindow } from '../live/rowWindow.ts';
import { useLive } from '../shell/live.tsx';
import { noticeLook, wayOf } from '../shell/noticeLooks.ts';
import { usePermission, useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Age } from '../ui/Age.tsx';
import { Chip } from '../ui/Chip.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Pill } from '../ui/Pill.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { TabLinks } from '../ui/TabLinks.tsx';
import './onCall.css';
import { say } from '../words/words.ts';
import { noticePath } from './noticePath.ts';
import { onCallTabs } from './onCallTabs.ts';

/** Who was told what, when and how, and what became of it. Live, latest first. */
export function NoticeScreen(): JSX.Element {
  const session = useSession();
  const navigate = useNavigate();
  useTrail(() => [{ label: say('onCall.title'), href: '/on-call' }, { label: say('onCall.notices') }]);
  const maySee = usePermission('alarm.view');
  const [params, setParams] = useSearchParams();
  const failedOnly = (): boolean => params['failed'] === '1';
  const rows = createRowWindow(
    useLive(),
    () => ({
      key: failedOnly() ? 'failed' : 'all',
      request: (window) => ({ view: 'notices', filter: { failedOnly: failedOnly() }, window }),
    }),
    NoticeRow,
  );
  const look = (notice: NoticeRow): JSX.Element => {
    const shown = noticeLook(notice);
    const at = notice.seenAt ?? notice.shownAt ?? notice.deliveredAt ?? notice.endedAt;
    return (
      <Pill
        tone={shown.tone}
        glyph={shown.glyph}
        since={at === undefined ? undefined : { at, timeZone: session.timeZone }}
      >
        {shown.word}
      </Pill>
    );
  };
  const columns: readonly TableColumn<NoticeRow>[] = [
    {
      id: 'when',
      title: () => say('notice.when'),
      width: 110,
      fixed: true,
      phone: 'textEnd',
      cell: ({ requestedAt }) => <Age at={requestedAt} timeZone={session.timeZone} />,
    },
    {
      id: 'to',
      title: () => say('notice.to'),
      width: 160,
      phone: 'title',
      text: ({ userName }) => userName ?? say('notice.team'),
      cell: ({ userName }) => userName ?? say('notice.team'),
    },
    { id: 'way', title: () => say('notice.way'), width: 100, phone: 'last', text: wayOf, cell: wayOf },
    { id: 'state', title: () => say('column.state'), width: 170, phone: 'corner', cell: look },
    {
      id: 'what',
      title: () => say('notice.what'),
      width: 260,
      grow: 2,
      phone: 'text',
      text: ({ title }) => title,
      cell: ({ title }) => title,
    },
    {
      id: 'outcome',
      title: () => say('notice.outcome'),
      width: 220,
      grow: 1,
      yields: 1,
      text: ({ outcome }) => outcome ?? '',
      cell: ({ outcome }) => <span class="muted">{outcome}</span>,
    },
  ];
  const table = createTable<NoticeRow>({
    name: 'notices',
    rows,
    columns: () => columns,
    listKey: () => (failedOnly() ? 'failed' : 'all'),
    onOpen: (id) => {
      const subject = rows.row(id)?.fields.subject;
      if (subject?.kind === 'alarm' && maySee()) navigate(`/alarms?alarm=${subject.id}`);
      else if (subject && subject.kind !== 'alarm') navigate(noticePath(subject));
    },
  });
  return (
    <div class="peek-list">
      <TabLinks label={say('onCall.title')} tabs={onCallTabs(session)}>
        <Chip
          pressed={failedOnly()}
          onToggle={() => setParams({ failed: failedOnly() ? null : '1' }, { replace: true })}
        >
          {say('notice.failedOnly')}
        </Chip>
      </TabLinks>
      <Show when={session.permissions.includes('onCall.view')}>
        <Table
          table={table}
          label={say('onCall.notices')}
          rowName={({ title }) => title}
          rowClass={({ state }) => (state === 'cancelled' ? 'quiet' : '')}
          empty={<EmptyState glyph="bell" title={say('notice.empty')} text={say('notice.emptyText')} calm />}
        />
      </Show>
    </div>
  );
}
