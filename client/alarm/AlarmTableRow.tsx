import { createEffect, on, onMount, Show, type JSX } from 'solid-js';
import type { AlarmRow } from '#shared/alarm/view.ts';
import type { LiveRow } from '../live/createLiveView.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { now } from '../ui/now.ts';
import { tint } from '../ui/tint.ts';
import { say, sayNumber } from '../words/words.ts';
import type { AlarmActions } from './alarmActions.ts';
import type { AlarmSelection } from './alarmSelection.ts';
import { AlarmStatePill } from './AlarmStatePill.tsx';
import { refusalWords } from './refusalWords.ts';
import { SeverityMark } from './SeverityMark.tsx';

/** An alarm raised less than this ago is tinted when it appears. */
const NEW_MS = 3_000;

interface AlarmTableRowProps {
  readonly id: string;
  readonly index: number;
  readonly rowHeight: number;
  readonly row: LiveRow<AlarmRow> | undefined;
  readonly live: boolean;
  readonly current: boolean;
  readonly peeked: boolean;
  readonly selection: AlarmSelection;
  readonly actions: AlarmActions;
  readonly onHover: () => void;
  readonly onCursor: () => void;
  readonly onOpen: () => void;
}

/** One line of the list; a skeleton of the same height until its alarm is loaded. */
export function AlarmTableRow(props: AlarmTableRowProps): JSX.Element {
  let element!: HTMLDivElement;
  const alarm = (): AlarmRow | undefined => props.row?.fields;
  const selected = (): boolean => props.selection.has(props.id);
  createEffect(
    on(
      () => props.row?.version,
      (_, before) => before !== undefined && tint(element),
    ),
  );
  onMount(() => {
    const present = alarm();
    if (present && props.live && now() - present.raisedAt < NEW_MS) tint(element);
  });
  return (
    <div
      ref={element}
      class="alarm-grid alarm-row"
      classList={{
        current: props.current,
        peeked: props.peeked,
        selected: selected(),
        raised: alarm()?.state === 'raised',
        quiet: alarm()?.state === 'shelved' || alarm()?.state === 'cleared',
        skeleton: !alarm(),
      }}
      id={`alarm-${props.id}`}
      role="row"
      aria-rowindex={props.index + 1}
      aria-selected={props.current || selected()}
      data-id={props.id}
      style={{ transform: `translateY(${props.index * props.rowHeight}px)` }}
      onPointerEnter={() => props.onHover()}
      onClick={() => {
        if (!alarm()) return;
        props.onCursor();
        props.onOpen();
      }}
    >
      <Show when={alarm()} fallback={<Skeleton />}>
        {(present) => <Cells {...props} alarm={present()} selected={selected()} />}
      </Show>
    </div>
  );
}

function Cells(props: AlarmTableRowProps & { readonly alarm: AlarmRow; readonly selected: boolean }): JSX.Element {
  const { timeZone, userId } = useSession();
  return (
    <>
      <span role="gridcell" class="cell-select" onClick={(event) => event.stopPropagation()}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={say('alarm.select', { source: props.alarm.source })}
          checked={props.selected}
          onChange={() => props.selection.toggle(props.alarm)}
        />
      </span>
      <span role="gridcell" class="cell-severity">
        <SeverityMark severity={props.alarm.severity} />
      </span>
      <span role="gridcell" class="cell-state">
        <Show
          when={props.actions.pending(props.id)}
          fallback={<AlarmStatePill alarm={props.alarm} timeZone={timeZone} />}
        >
          <span class="alarm-pending">
            <Glyph name="catchingUp" />
            {say('alarm.pending')}
          </span>
        </Show>
      </span>
      <span role="gridcell" class="cell-source mono truncate" title={props.alarm.source}>
        {props.alarm.source}
      </span>
      <span role="gridcell" class="cell-text truncate" title={`${props.alarm.cause}: ${props.alarm.text}`}>
        <Show
          when={props.actions.refused(props.id)}
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
              {refusalWords(refusal(), props.alarm, userId, now())}
            </span>
          )}
        </Show>
      </span>
      <span role="gridcell" class="cell-branch truncate muted">
        {props.alarm.branchName ?? ''}
      </span>
      <span role="gridcell" class="cell-raised muted">
        <Age at={props.alarm.raisedAt} timeZone={timeZone} />
      </span>
      <span role="gridcell" class="cell-count number muted" title={say('alarm.episode', { n: props.alarm.episode })}>
        {props.alarm.occurrences > 1 ? `×${sayNumber(props.alarm.occurrences)}` : ''}
      </span>
      <span role="gridcell" class="cell-owner truncate" classList={{ own: props.alarm.claimedBy === userId }}>
        {props.alarm.claimedBy === userId ? say('alarm.you') : (props.alarm.claimedByName ?? '')}
      </span>
    </>
  );
}

function Skeleton(): JSX.Element {
  return (
    <>
      <span />
      <span class="bone" />
      <span class="bone" />
      <span class="bone" />
      <span class="bone wide" />
    </>
  );
}
