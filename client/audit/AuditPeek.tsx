import { createSignal, Show, type JSX } from 'solid-js';
import { type AuditCause, type AuditRow, EvidenceView } from '#shared/audit/audit.ts';
import { getJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { ChangeTable } from '../ui/ChangeTable.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { Facts } from '../ui/Facts.tsx';
import { PeekPanel } from '../ui/PeekPanel.tsx';
import { absolute } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';
import './audit.css';
import type { AuditQuery } from './auditQuery.ts';
import { auditValue, auditVerb } from './auditWords.ts';

/** One event: who, why, every field before and after, and the evidence it rests on. */
export function AuditPeek(props: { row: AuditRow; query: AuditQuery; onClose: () => void }): JSX.Element {
  const session = useSession();
  return (
    <PeekPanel
      label={say('audit.title')}
      marks={<span class="mono faint">{props.row.type}</span>}
      title={`${props.row.objectName ?? props.row.kind}: ${auditVerb(props.row.type)}`}
      onClose={props.onClose}
      actions={
        <Button onClick={() => props.query.change({ kind: props.row.kind, id: props.row.objectId, by: 'all' })}>
          {say('audit.onlyThis')}
        </Button>
      }
    >
      <Facts
        facts={[
          { label: say('audit.at'), value: absolute(props.row.at, session.timeZone) },
          { label: say('audit.who'), value: props.row.user?.name ?? say('audit.system') },
          { label: say('audit.position'), value: String(props.row.position) },
          { label: say('audit.cause'), value: <CauseOf cause={props.row.cause} /> },
          ...Object.entries(props.row.facts).map(([label, value]) => ({ label, value: auditValue(value), mono: true })),
        ]}
      />
      <h3>{say('audit.changes')}</h3>
      <Show when={Object.keys(props.row.changes).length > 0} fallback={<p class="faint">{say('audit.noChanges')}</p>}>
        <ChangeTable
          fieldTitle={say('audit.field')}
          beforeTitle={say('audit.before')}
          afterTitle={say('audit.after')}
          fields={Object.entries(props.row.changes).map(([field, { before, after }]) => ({
            field,
            before: auditValue(before),
            after: auditValue(after),
          }))}
        />
      </Show>
      <Show when={props.row.cause?.kind === 'evidence' && props.row.cause.id} keyed>
        {(id) => <Evidence id={id} />}
      </Show>
    </PeekPanel>
  );
}

function CauseOf(props: { cause: AuditCause | undefined }): JSX.Element {
  const cause = props.cause;
  switch (cause?.kind) {
    case undefined:
      return undefined;
    case 'event':
      return say('audit.cause.event', { position: cause.position });
    case 'evidence':
      return say('audit.cause.evidence');
    case 'command':
      return say('audit.cause.command');
    case 'deadline':
      return say('audit.cause.deadline', { name: cause.name });
  }
}

function Evidence(props: { id: string }): JSX.Element {
  const [evidence, setEvidence] = createSignal<EvidenceView>();
  const [trouble, setTrouble] = createSignal<string>();
  const show = async (): Promise<void> => {
    try {
      setEvidence(await getJson(`/api/evidence/${props.id}`, EvidenceView));
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Show
      when={evidence()}
      fallback={
        <>
          <Button onClick={() => void show()}>{say('audit.showEvidence')}</Button>
          <Show when={trouble()}>{(why) => <p class="field-error">{why()}</p>}</Show>
        </>
      }
    >
      {(found) => <CodeBlock label={found().kind} text={found().text ?? found().base64 ?? ''} />}
    </Show>
  );
}
