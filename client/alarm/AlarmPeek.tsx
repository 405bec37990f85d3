import { A } from '@solidjs/router';
import { createMemo, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { AlarmRow, AlarmTimelineEntry } from '#shared/alarm/view.ts';
import { NoticeRow } from '#shared/notice/view.ts';
import { ActorId } from '#shared/values/ids.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { usePermission, useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { now } from '../ui/now.ts';
import { PeekPanel } from '../ui/PeekPanel.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { say } from '../words/words.ts';
import type { AlarmActions } from './alarmActions.ts';
import { AlarmButtons } from './AlarmButtons.tsx';
import { AlarmFacts } from './AlarmFacts.tsx';
import './alarmPeek.css';
import { AlarmStatePill } from './AlarmStatePill.tsx';
import { AlarmTimeline } from './AlarmTimeline.tsx';
import { CommentForm } from './CommentForm.tsx';
import { refusalWords } from './refusalWords.ts';
import { SeverityMark } from './SeverityMark.tsx';

/** One alarm beside the list: what it is, what can be done, what happened and why. */
export function AlarmPeek(props: {
  id: string;
  /** The list's row, shown until the alarm's own view has answered. */
  listed: AlarmRow | undefined;
  actions: AlarmActions;
  onClose: () => void;
  onShelve: (alarm: AlarmRow) => void;
  onCommentReady: (focus: () => void) => void;
}): JSX.Element {
  const { timeZone, userId, tenantId } = useSession();
  const mayInspect = usePermission('inspector.view');
  const mayComment = usePermission('alarm.comment');
  const known = ActorId.safeParse(props.id);
  const view = createLiveView(
    useLive(),
    () => (known.success ? { view: 'alarm', id: known.data } : undefined),
    z.union([AlarmRow, AlarmTimelineEntry]),
  );
  const notices = createLiveView(
    useLive(),
    () =>
      known.success
        ? { view: 'notices', filter: { alarmId: known.data, failedOnly: false }, window: { offset: 0, limit: 100 } }
        : undefined,
    NoticeRow,
  );
  const facts = () => view.rows.map(({ fields }) => fields);
  const alarm = createMemo(() => facts().find((one): one is AlarmRow => 'severity' in one) ?? props.listed);
  const entries = createMemo(() => facts().filter((one): one is AlarmTimelineEntry => 'position' in one));
  const waiting = (): boolean => known.success && view.state === 'loading';

  return (
    <Show
      when={alarm()}
      fallback={
        <PeekPanel label={say('peek.label')} onClose={props.onClose}>
          <Show when={!waiting()} fallback={<Skeleton rows={8} label={say('loading')} />}>
            <EmptyState
              glyph="search"
              title={say('peek.missing')}
              text={view.refusal?.message ?? say('peek.missingText')}
            >
              <Button onClick={() => props.onClose()}>{say('close')}</Button>
            </EmptyState>
          </Show>
        </PeekPanel>
      }
    >
      {(present) => (
        <PeekPanel
          label={say('peek.label')}
          onClose={props.onClose}
          marks={
            <>
              <SeverityMark severity={present().severity} />
              <AlarmStatePill alarm={present()} timeZone={timeZone} />
            </>
          }
          title={<span class="mono">{present().source}</span>}
          text={<p>{present().text}</p>}
          actions={
            <AlarmButtons alarm={present()} actions={props.actions} onShelve={() => props.onShelve(present())} />
          }
          foot={
            <Show when={mayComment()}>
              <CommentForm
                onReady={props.onCommentReady}
                onComment={(text) => props.actions.act(present(), { type: 'alarm.comment', text })}
              />
            </Show>
          }
        >
          <Show when={props.actions.refused(props.id)}>
            {(refusal) => (
              <p class="alarm-refused" role="alert">
                <Glyph name="warning" />
                {refusalWords(refusal(), present(), userId, now())}
              </p>
            )}
          </Show>
          <AlarmFacts alarm={present()} timeZone={timeZone} />
          <Show when={mayInspect()}>
            <A class="peek-inspect" href={`/inspector/actor/${tenantId}/alarm/${props.id}`}>
              {say('peek.inspect')}
            </A>
          </Show>
          <h3>{say('peek.timeline')}</h3>
          <Show when={!waiting()} fallback={<Skeleton rows={4} label={say('loading')} />}>
            <AlarmTimeline notices={notices.rows.map(({ fields }) => fields)} entries={entries()} timeZone={timeZone} />
          </Show>
        </PeekPanel>
      )}
    </Show>
  );
}
