import { For, Show, type JSX } from 'solid-js';
import type { MessageRecord } from '#shared/inspector/view.ts';
import { Age } from '../ui/Age.tsx';
import type { GlyphName } from '../ui/Glyph.tsx';
import { Pill, type Tone } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';

const looks = {
  accepted: { tone: 'calm', glyph: 'acknowledged' },
  handled: { tone: 'calm', glyph: 'acknowledged' },
  refused: { tone: 'unknown', glyph: 'stale' },
  duplicate: { tone: 'unknown', glyph: 'copy' },
  waiting: { tone: 'maintenance', glyph: 'shelved' },
  crashed: { tone: 'critical', glyph: 'crash' },
  'set-aside': { tone: 'warning', glyph: 'warning' },
} as const satisfies Record<MessageRecord['outcome'], { tone: Tone; glyph: GlyphName }>;

/** The last messages, newest first, with what came of each; unfold one to see its body. */
export function ActorMessages(props: { messages: readonly MessageRecord[]; timeZone: string }): JSX.Element {
  return (
    <div class="messages">
      <For each={newestFirst(props.messages)} fallback={<p class="faint">{say('actor.noMessages')}</p>}>
        {(message) => (
          <details class="message">
            <summary>
              <span class="muted message-age">
                <Age at={message.at} timeZone={props.timeZone} />
              </span>
              <span class="mono truncate">{message.type}</span>
              <Pill tone={looks[message.outcome].tone} glyph={looks[message.outcome].glyph} title={message.code}>
                {say(`outcome.${message.outcome}`)}
              </Pill>
              <span class="faint truncate message-by">{message.code ?? message.by ?? ''}</span>
              <span class="muted number message-took">
                {message.tookMs === undefined ? '' : say('milliseconds', { n: Math.round(message.tookMs * 10) / 10 })}
              </span>
            </summary>
            <Show when={message.key}>
              <p class="faint mono">{message.key}</p>
            </Show>
            <pre class="mono message-body">{message.body ?? say('actor.noBody')}</pre>
          </details>
        )}
      </For>
    </div>
  );
}

function newestFirst(messages: readonly MessageRecord[]): MessageRecord[] {
  return messages.toSorted((a, b) => b.at - a.at);
}
