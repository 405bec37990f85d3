import { useParams } from '@solidjs/router';
import { For, Match, Show, Switch, type JSX } from 'solid-js';
import { ActorInspection } from '#shared/inspector/view.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Age } from '../ui/Age.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { now } from '../ui/now.ts';
import { absolute, duration } from '../ui/relativeTime.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { say, sayCount, sayNumber } from '../words/words.ts';
import { ActorContext } from './ActorContext.tsx';
import { ActorMessages } from './ActorMessages.tsx';
import { ActorOperations } from './ActorOperations.tsx';
import { FindActor } from './FindActor.tsx';
import './inspector.css';
import { NodeStatePill } from './NodeStatePill.tsx';
import { StateChart } from './StateChart.tsx';

/** One actor from the inside: where it is in its chart, what waits, what it was told and what came of it. */
export function ActorScreen(): JSX.Element {
  const params = useParams<{ tenant: string; kind: string; id: string }>();
  const address = (): string => `${params.tenant}/${params.kind}/${params.id}`;
  useTrail(() => [
    { label: say('inspector.title'), href: '/inspector' },
    { label: `${params.kind}/${params.id.slice(-8)}` },
  ]);
  const view = createLiveView(useLive(), () => ({ view: 'inspector.actor', address: address() }), ActorInspection);
  const actor = (): ActorInspection | undefined => view.rows[0]?.fields;
  return (
    <div class="inspector actor-page">
      <Switch fallback={<Skeleton rows={12} label={say('loading')} />}>
        <Match when={actor()}>{(present) => <Actor actor={present()} />}</Match>
        <Match when={view.state === 'refused' || view.state === 'current'}>
          <EmptyState
            glyph="search"
            title={say('actor.missing')}
            text={view.refusal?.message ?? say('actor.missingText')}
          >
            <FindActor />
          </EmptyState>
        </Match>
      </Switch>
    </div>
  );
}

function Actor(props: { actor: ActorInspection }): JSX.Element {
  const { timeZone } = useSession();
  return (
    <>
      <header class="actor-head">
        <div class="actor-title">
          <h1>
            {props.actor.kind} <span class="mono muted">{props.actor.address.split('/').at(-1)}</span>
          </h1>
          <p class="actor-marks">
            <NodeStatePill state={props.actor.state} />
            <Show when={props.actor.machineState}>{(state) => <strong>{state()}</strong>}</Show>
            <span class="muted">{say(`family.${props.actor.family}`)}</span>
            <Show when={props.actor.version !== undefined}>
              <span class="muted number">{say('actor.version', { n: props.actor.version ?? 0 })}</span>
            </Show>
            <span class="muted number">{sayCount('actor.restarts', props.actor.restarts)}</span>
          </p>
        </div>
        <ActorOperations address={props.actor.address} />
      </header>
      <Show when={props.actor.lastError}>
        {(error) => (
          <p class="actor-error">
            <strong>{say('actor.lastError')}</strong> {error()}{' '}
            <Show when={props.actor.lastErrorAt}>
              {(at) => (
                <span class="muted">
                  <Age at={at()} timeZone={timeZone} />
                </span>
              )}
            </Show>
          </p>
        )}
      </Show>
      <div class="actor-columns">
        <div class="actor-main">
          <section class="card">
            <h2>{say('actor.chart')}</h2>
            <StateChart chart={props.actor.chart} kind={props.actor.kind} current={props.actor.machineState} />
          </section>
          <section class="card">
            <h2>{say('actor.messages')}</h2>
            <ActorMessages messages={props.actor.messages} timeZone={timeZone} />
          </section>
        </div>
        <div class="actor-side">
          <section class="card">
            <h2>{say('actor.context')}</h2>
            <ActorContext context={props.actor.context} timeZone={timeZone} />
          </section>
          <section class="card">
            <h2>
              {say('actor.mailbox')} <span class="faint number">{sayNumber(props.actor.mailboxDepth)}</span>
            </h2>
            <ul class="plain-list">
              <For each={props.actor.mailbox} fallback={<li class="faint">{say('actor.mailboxEmpty')}</li>}>
                {(message) => (
                  <li>
                    <span class="mono">{message.type}</span>
                    <span class="muted number">{say('actor.waiting', { duration: duration(message.waitingMs) })}</span>
                  </li>
                )}
              </For>
            </ul>
          </section>
          <section class="card">
            <h2>{say('actor.deadlines')}</h2>
            <ul class="plain-list">
              <For each={props.actor.deadlines} fallback={<li class="faint">{say('actor.noDeadlines')}</li>}>
                {(deadline) => (
                  <li>
                    <span class="mono">{deadline.name}</span>
                    <span class="muted number" title={absolute(deadline.dueAt, timeZone)}>
                      {deadline.dueAt > now()
                        ? say('actor.dueIn', { duration: duration(deadline.dueAt - now()) })
                        : say('actor.overdue', { duration: duration(now() - deadline.dueAt) })}
                    </span>
                  </li>
                )}
              </For>
            </ul>
          </section>
        </div>
      </div>
    </>
  );
}
