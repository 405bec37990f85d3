import { createSignal, For, Show, type JSX } from 'solid-js';
import { type OnboardingCheck, OnboardingReport, OnboardingScript } from '#shared/nas/onboarding.ts';
import type { NasDetail } from '#shared/nas/view.ts';
import { postJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ChangeTable } from '../ui/ChangeTable.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import type { GlyphName } from '../ui/Glyph.tsx';
import { now } from '../ui/now.ts';
import { Pill, type Tone } from '../ui/Pill.tsx';
import { ago } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';
import './nas.css';
import type { NasActs } from './nasActs.ts';
import { NasRadiusTest } from './NasRadiusTest.tsx';

const looks: { readonly [State in OnboardingCheck['state']]: readonly [Tone, GlyphName] } = {
  right: ['calm', 'cleared'],
  missing: ['critical', 'minus'],
  different: ['warning', 'warning'],
  unreadable: ['unknown', 'lock'],
  notNeeded: ['calm', 'stale'],
};

/** What the router needs to work with the product: the script, what is missing, and the way to put it right. */
export function NasSetup(props: { nas: NasDetail; acts: NasActs }): JSX.Element {
  const session = useSession();
  const [report, setReport] = createSignal<OnboardingReport>();
  const [script, setScript] = createSignal<string>();
  const [trouble, setTrouble] = createSignal<string>();
  const [pending, setPending] = createSignal<'check' | 'script'>();
  const [applying, setApplying] = createSignal(false);
  const path = (what: string): string => `/api/nas/${props.nas.id}/onboarding/${what}`;
  const attempt = async (what: 'check' | 'script', act: () => Promise<void>): Promise<void> => {
    setPending(what);
    setTrouble(undefined);
    try {
      await act();
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    } finally {
      setPending(undefined);
    }
  };
  const check = () => attempt('check', async () => void setReport(await postJson(path('check'), {}, OnboardingReport)));
  const showScript = () =>
    attempt('script', async () => void setScript((await postJson(path('script'), {}, OnboardingScript)).script));
  const wrong = (): readonly OnboardingCheck[] =>
    report()?.checks.filter(({ state }) => state === 'missing' || state === 'different') ?? [];

  return (
    <div class="nas-panel">
      <div class="nas-bar">
        <Button look="primary" pending={pending() === 'check'} onClick={() => void check()}>
          {say('nas.setup.check')}
        </Button>
        <Show when={session.permissions.includes('nas.viewSecrets')}>
          <Button pending={pending() === 'script'} onClick={() => void showScript()}>
            {say('nas.setup.script')}
          </Button>
        </Show>
        <Show when={wrong().length > 0 && session.permissions.includes('nas.operate')}>
          <Button onClick={() => setApplying(true)}>{say('nas.setup.apply')}</Button>
        </Show>
        <Show when={report()}>
          {(found) => <span class="muted end">{say('nas.setup.readAt', { time: ago(found().readAt, now()) })}</span>}
        </Show>
      </div>
      <Show when={trouble()}>
        {(why) => (
          <Banner tone="critical" glyph="warning" alert>
            {why()}
          </Banner>
        )}
      </Show>
      <Show
        when={report()}
        fallback={
          <EmptyState glyph="router" title={say('nas.setup.notChecked')} text={say('nas.setup.notCheckedText')} />
        }
      >
        {(found) => (
          <>
            <Show when={wrong().length === 0}>
              <Banner tone="ok" glyph="cleared">
                {say('nas.setup.allRight')}
              </Banner>
            </Show>
            <ol class="nas-checks">
              <For each={found().checks}>{(one) => <CheckCard check={one} />}</For>
            </ol>
          </>
        )}
      </Show>
      <Show when={session.permissions.includes('nas.operate')}>
        <NasRadiusTest id={props.nas.id} />
      </Show>
      <Show when={script()}>
        {(text) => (
          <Dialog
            wide
            title={say('nas.setup.scriptTitle', { name: props.nas.name })}
            onClose={() => setScript(undefined)}
          >
            <div class="form">
              <Banner tone="notice" glyph="lock">
                {say('nas.setup.scriptText')}
              </Banner>
              <CodeBlock label={props.nas.name} text={text()} fileName={`${props.nas.name}.rsc`} tall />
            </div>
          </Dialog>
        )}
      </Show>
      <Show when={applying()}>
        <ConfirmDialog
          title={say('nas.setup.applyTitle', { name: props.nas.name })}
          act={say('nas.setup.apply')}
          onClose={() => setApplying(false)}
          onConfirm={() => props.acts.ask(props.nas, { act: 'nas.applyOnboarding' })}
        >
          <p>{say('nas.setup.applyText')}</p>
          <CodeBlock
            label={props.nas.name}
            text={wrong()
              .flatMap(({ commands }) => commands)
              .join('\n')}
          />
        </ConfirmDialog>
      </Show>
    </div>
  );
}

function CheckCard(props: { check: OnboardingCheck }): JSX.Element {
  const look = () => looks[props.check.state];
  return (
    <li class="nas-check">
      <header>
        <Pill tone={look()[0]} glyph={look()[1]}>
          {say(`nas.setup.state.${props.check.state}`)}
        </Pill>
        <strong>{say(`nas.setup.item.${props.check.item}`)}</strong>
        <span class="mono faint">{props.check.menu}</span>
      </header>
      <Show when={props.check.differences.length > 0}>
        <ChangeTable
          mono
          fieldTitle={say('audit.field')}
          beforeTitle={say('nas.setup.found')}
          afterTitle={say('nas.setup.wanted')}
          fields={props.check.differences.map(({ field, wanted, found }) => ({
            field,
            before: found ?? '–',
            after: wanted,
          }))}
        />
      </Show>
    </li>
  );
}
