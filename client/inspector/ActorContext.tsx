import { For, Show, type JSX } from 'solid-js';
import type { ActorInspection } from '#shared/inspector/view.ts';
import { now } from '../ui/now.ts';
import { absolute, ago, duration } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';

/** What the actor knows, as names and values; names ending in `At` are times, in `Ms` durations. */
export function ActorContext(props: { context: ActorInspection['context']; timeZone: string }): JSX.Element {
  const entries = (): [string, unknown][] =>
    typeof props.context === 'object' && props.context !== null
      ? Object.entries(props.context).filter(([, value]) => value !== null && value !== undefined && value !== '')
      : [];
  const isTime = (name: string, value: unknown): value is number =>
    typeof value === 'number' && value > 0 && /(At|Until)$/.test(name);
  return (
    <Show when={entries().length > 0} fallback={<p class="faint">{say('actor.noContext')}</p>}>
      <dl class="facts context">
        <For each={entries()}>
          {([name, value]) => (
            <>
              <dt class="mono">{name}</dt>
              <dd class="number" title={isTime(name, value) ? absolute(value, props.timeZone) : undefined}>
                {isTime(name, value)
                  ? value > now()
                    ? say('actor.dueIn', { duration: duration(value - now()) })
                    : ago(value, now())
                  : readable(name, value)}
              </dd>
            </>
          )}
        </For>
      </dl>
    </Show>
  );
}

function readable(name: string, value: unknown): string {
  if (typeof value === 'number' && name.endsWith('Ms')) return duration(value);
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}
