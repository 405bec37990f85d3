import { useNavigate, useSearchParams } from '@solidjs/router';
import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { LimitedActsReport, type LimitedActsRow } from '#shared/approval/report.ts';
import { createBranches } from '../branch/branches.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { FilterBar } from '../ui/FilterBar.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { now } from '../ui/now.ts';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { ExportButton } from '../ui/table/ExportButton.tsx';
import { Table } from '../ui/table/Table.tsx';
import { localText } from '../ui/zonedTime.ts';
import { say } from '../words/words.ts';
import './given.css';
import { givenColumns, givenSorters } from './givenColumns.tsx';
import { dayAfter } from './givenDay.ts';
import { GivenSheet } from './GivenSheet.tsx';

const Day = z.iso.date();

/** What each employee did of limited acts on one day, to be read by whoever owns the company. Day and branch are in the address. */
export function GivenScreen(): JSX.Element {
  useTrail(() => [{ label: say('given.title') }]);
  const session = useSession();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams<{ day?: string; branch?: string }>();
  const [sort, setSort] = createSignal('person');
  const branches = createBranches();
  const everywhere = session.branches.length === 0;
  const today = createMemo(() => localText(now(), session.timeZone).slice(0, 10));
  const day = createMemo(() => Day.catch(today()).parse(params.day));
  // Whoever works in some branches only sees one of them at a time.
  const branch = createMemo(() => params.branch ?? (everywhere ? undefined : session.branches[0]?.id));
  const address = createMemo(() => {
    const [query, id] = [new URLSearchParams({ day: day() }), branch()];
    if (id !== undefined) query.set('branchId', id);
    return query.toString();
  });
  const report = createFetched(
    (signal) => getJson(`/api/reports/limited-acts?${address()}`, LimitedActsReport, { signal }),
    address,
  );
  const rows = createArrayRows(() => report.data()?.rows, {
    id: ({ userId, act }) => `${userId} ${act}`,
    sort,
    sorters: givenSorters,
  });
  const columns = givenColumns();
  const table = createTable<LimitedActsRow>({
    name: 'given',
    rows,
    columns: () => columns,
    listKey: address,
    sort,
    onSort: setSort,
    onOpen: (id) => navigate(`/audit?user=${id.split(' ')[0]}&from=${day()}&to=${day()}`),
  });
  const where = (): string => branches.data()?.find(({ id }) => id === branch())?.name ?? say('admin.allBranches');
  const show = (to: string): void => setParams({ day: to === today() ? null : to });

  return (
    <div class="given">
      <FilterBar
        end={
          <>
            <Button look="quiet" onClick={() => print()}>
              {say('recovery.print')}
            </Button>
            <ColumnMenu table={table} />
            <ExportButton table={table} name={`given-${day()}`} />
          </>
        }
      >
        <div class="given-day" role="group" aria-label={say('given.day')}>
          <IconButton glyph="chevron" label={say('given.before')} onClick={() => show(dayAfter(day(), -1))} />
          <input
            type="date"
            aria-label={say('given.day')}
            max={today()}
            value={day()}
            onChange={({ currentTarget }) => show(Day.catch(today()).parse(currentTarget.value))}
          />
          <IconButton
            glyph="chevron"
            label={say('given.after')}
            disabled={day() >= today()}
            onClick={() => show(dayAfter(day(), 1))}
          />
        </div>
        <select
          aria-label={say('given.branch')}
          value={branch() ?? ''}
          onChange={({ currentTarget }) => setParams({ branch: currentTarget.value || null })}
        >
          <Show when={everywhere}>
            <option value="">{say('admin.allBranches')}</option>
          </Show>
          <For each={branches.data()}>
            {({ id, name }) => (
              <option value={id} selected={id === branch()}>
                {name}
              </option>
            )}
          </For>
        </select>
        <span class="given-text muted">{say('given.text')}</span>
      </FilterBar>
      <Show
        when={report.trouble() === undefined}
        fallback={
          <ErrorState title={say('admin.failed')} text={report.trouble() ?? ''}>
            <Button onClick={() => void report.reload()}>{say('tryAgain')}</Button>
          </ErrorState>
        }
      >
        <Table
          table={table}
          label={say('given.title')}
          rowName={({ userName, act }) => `${userName}: ${say(`permission.${act}`)}`}
          empty={<EmptyState calm glyph="acknowledged" title={say('given.none')} text={say('given.noneText')} />}
        />
        <Show when={report.data()}>
          {(data) => <GivenSheet report={data()} rows={rows.loaded().map(({ fields }) => fields)} where={where()} />}
        </Show>
      </Show>
    </div>
  );
}
