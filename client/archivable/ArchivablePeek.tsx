import { Show, type JSX } from 'solid-js';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { PeekPanel } from '../ui/PeekPanel.tsx';
import { Pill } from '../ui/Pill.tsx';
import { absolute } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';
import type { Archivable, ArchivableActs } from './archivable.ts';

/** Something that can be archived, beside its list: what it is called, and what one may do with it. */
export function ArchivablePeek(props: {
  /** Also where its words are. */
  area: 'package' | 'pool';
  record: Archivable;
  acts: ArchivableActs;
  text?: JSX.Element;
  /** Its state while it is in use. */
  marks?: JSX.Element;
  children: JSX.Element;
}): JSX.Element {
  const session = useSession();
  return (
    <PeekPanel
      label={props.record.name}
      title={props.record.name}
      text={props.text}
      marks={
        <Show when={props.record.archivedAt} fallback={props.marks}>
          {(at) => (
            <Pill tone="unknown" glyph="shelved">
              {say('package.archivedSince', { time: absolute(at(), session.timeZone) })}
            </Pill>
          )}
        </Show>
      }
      onClose={() => props.acts.close()}
      actions={
        <Show when={props.acts.mayManage}>
          <Show
            when={props.record.archivedAt === null}
            fallback={<Button onClick={() => props.acts.restore()}>{say(`${props.area}.restore`)}</Button>}
          >
            <Button onClick={() => props.acts.change()}>{say(`${props.area}.change`)}</Button>
            <Button onClick={() => props.acts.archive()}>{say(`${props.area}.archive`)}</Button>
          </Show>
        </Show>
      }
    >
      {props.children}
    </PeekPanel>
  );
}
