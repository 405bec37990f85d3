import { createSignal, Show, type JSX } from 'solid-js';
import type { ApprovalRow } from '#shared/approval/view.ts';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
import '../ui/form/form.css';
import { PeekPanel } from '../ui/PeekPanel.tsx';
import { absolute } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';
import { actWords, detailLabel, detailWords } from './actWords.ts';
import { type ApprovalDecision, decideApproval } from './approvalActs.ts';
import { ApprovalStatePill } from './ApprovalStatePill.tsx';

/** What is asked for, by whom and why, and the decision. */
export function ApprovalPeek(props: { approval: ApprovalRow; onClose: () => void }): JSX.Element {
  const session = useSession();
  const [note, setNote] = createSignal('');
  const [pending, setPending] = createSignal<ApprovalDecision>();
  const mine = (): boolean => props.approval.requestedBy === session.userId;
  const open = (): boolean => props.approval.state === 'requested';
  const decide = async (decision: ApprovalDecision): Promise<void> => {
    setPending(decision);
    await decideApproval(props.approval.id, decision, note().trim());
    setPending(undefined);
  };
  const act = (decision: ApprovalDecision, look?: 'primary') => (
    <Button look={look ?? 'plain'} pending={pending() === decision} onClick={() => void decide(decision)}>
      {say(`approval.${decision}`)}
    </Button>
  );
  return (
    <PeekPanel
      label={say('approval.title')}
      marks={<ApprovalStatePill state={props.approval.state} />}
      title={actWords(props.approval.act)}
      text={<p>{props.approval.subjectName}</p>}
      onClose={props.onClose}
      actions={
        <Show when={open()}>
          <Show
            when={mine()}
            fallback={
              <Show when={session.permissions.includes('approval.decide')}>
                {act('approve', 'primary')}
                {act('decline')}
              </Show>
            }
          >
            {act('withdraw')}
          </Show>
        </Show>
      }
    >
      <Facts facts={factsOf(props.approval, session.timeZone)} />
      <Show when={open() && !mine() && session.permissions.includes('approval.decide')}>
        <label class="field">
          <span class="field-label">{say('approval.note')}</span>
          <textarea rows="2" maxlength="500" value={note()} onInput={(event) => setNote(event.currentTarget.value)} />
          <span class="field-hint">{say('approval.noteHint')}</span>
        </label>
      </Show>
    </PeekPanel>
  );
}

function factsOf(approval: ApprovalRow, timeZone: string): readonly Fact[] {
  const { decidedAt, decidedByName, note, outcome } = approval;
  return [
    { label: say('approval.reason'), value: approval.reason },
    ...Object.entries(approval.details).map(([name, value]) => ({
      label: detailLabel(name),
      value: detailWords(value),
    })),
    { label: say('approval.askedBy'), value: approval.requestedByName },
    { label: say('approval.asked'), value: absolute(approval.requestedAt, timeZone) },
    { label: say('approval.expires'), value: absolute(approval.expiresAt, timeZone) },
    ...(decidedByName === undefined ? [] : [{ label: say('approval.decidedBy'), value: decidedByName }]),
    ...(decidedAt === undefined ? [] : [{ label: say('approval.decided'), value: absolute(decidedAt, timeZone) }]),
    ...(note === undefined ? [] : [{ label: say('approval.note'), value: note }]),
    ...(outcome === undefined ? [] : [{ label: say('approval.outcome'), value: outcome }]),
  ];
}
