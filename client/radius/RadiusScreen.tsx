import { Match, Show, Switch, type JSX } from 'solid-js';
import type { RadiusServerRow } from '#shared/radius/view.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Banner } from '../ui/Banner.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import type { GlyphName } from '../ui/Glyph.tsx';
import { ObjectPage, Section } from '../ui/ObjectPage.tsx';
import { Pill, type Tone } from '../ui/Pill.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { say } from '../words/words.ts';
import './radius.css';
import { RadiusCharts } from './RadiusCharts.tsx';
import { RadiusFacts } from './RadiusFacts.tsx';
import { RadiusFigures } from './RadiusFigures.tsx';
import { createRadiusHealth } from './radiusHealth.ts';
import { RadiusPools } from './RadiusPools.tsx';
import { RadiusReasons } from './RadiusReasons.tsx';
import { RadiusRouters } from './RadiusRouters.tsx';
import { RadiusStrangers } from './RadiusStrangers.tsx';
import { SetAside } from './SetAside.tsx';

const looks: Readonly<Record<RadiusServerRow['state'], { readonly tone: Tone; readonly glyph: GlyphName }>> = {
  up: { tone: 'calm', glyph: 'live' },
  starting: { tone: 'warning', glyph: 'catchingUp' },
  down: { tone: 'critical', glyph: 'critical' },
  off: { tone: 'unknown', glyph: 'stale' },
};

/** How the RADIUS server does: now, over time, router by router. */
export function RadiusScreen(): JSX.Element {
  useTrail(() => [{ label: say('radius.title') }]);
  const session = useSession();
  const health = createRadiusHealth();
  return (
    <Switch fallback={<Skeleton rows={12} label={say('loading')} />}>
      <Match when={health.refusal()}>{(why) => <ErrorState title={say('radius.title')} text={why()} />}</Match>
      <Match when={health.server()}>
        {(server) => (
          <ObjectPage
            kind={say('radius.kind')}
            name={say('radius.title')}
            state={
              <Pill tone={looks[server().state].tone} glyph={looks[server().state].glyph}>
                {say(`radius.${server().state}`)}
              </Pill>
            }
            below={<Warnings server={server()} />}
            left={
              <Section title={say('radius.server')}>
                <RadiusFacts server={server()} />
              </Section>
            }
            right={
              <>
                <Section title={say('radius.pools')}>
                  <RadiusPools pools={health.pools()} />
                </Section>
                <Section title={say('radius.strangers')}>
                  <RadiusStrangers strangers={health.strangers()} />
                </Section>
              </>
            }
          >
            <SetAside />
            <Section title={say('radius.now')}>
              <RadiusFigures server={server()} />
            </Section>
            <Section title={say('radius.why')}>
              <RadiusReasons server={server()} />
            </Section>
            <Section title={say('radius.routers')}>
              <RadiusRouters routers={health.routers()} />
            </Section>
            <Show when={session.branches.length === 0}>
              <Section title={say('radius.history')}>
                <RadiusCharts />
              </Section>
            </Show>
          </ObjectPage>
        )}
      </Match>
    </Switch>
  );
}

function Warnings(props: { server: RadiusServerRow }): JSX.Element {
  return (
    <Switch>
      <Match when={props.server.state === 'down'}>
        <Banner tone="critical" glyph="critical">
          {say('radius.downText')}
        </Banner>
      </Match>
      <Match when={props.server.state === 'off'}>
        <Banner tone="warning" glyph="warning">
          {say('radius.offText')}
        </Banner>
      </Match>
      <Match when={props.server.journalFull}>
        <Banner tone="critical" glyph="critical">
          {say('radius.journalFullText')}
        </Banner>
      </Match>
    </Switch>
  );
}
