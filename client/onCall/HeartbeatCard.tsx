import { Show, type JSX } from 'solid-js';
import type { HeartbeatView } from '#shared/onCall/view.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { Pill } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';

/** Whether somebody outside alerts when this installation falls silent. */
export function HeartbeatCard(props: { heartbeat: HeartbeatView }): JSX.Element {
  const session = useSession();
  return (
    <Section
      title={say('heartbeat.title')}
      end={
        <Show when={props.heartbeat.configured}>
          <Show
            when={props.heartbeat.trouble}
            fallback={
              <Show when={props.heartbeat.answeredAt} fallback={<span class="muted">{say('heartbeat.waiting')}</span>}>
                {(at) => (
                  <span class="muted">
                    {say('heartbeat.answered')} <Age at={at()} timeZone={session.timeZone} />
                  </span>
                )}
              </Show>
            }
          >
            {(why) => (
              <Pill tone="critical" glyph="warning">
                {say('heartbeat.trouble', { why: why() })}
              </Pill>
            )}
          </Show>
        </Show>
      }
    >
      <Show
        when={props.heartbeat.configured}
        fallback={
          <Banner tone="warning" glyph="warning">
            {say('heartbeat.off')}
          </Banner>
        }
      >
        <p>
          {say('heartbeat.on', { host: props.heartbeat.host ?? '', n: Math.round(props.heartbeat.everyMs / 1_000) })}
        </p>
      </Show>
    </Section>
  );
}
