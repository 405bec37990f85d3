import { createSignal, For, Show, type JSX } from 'solid-js';
import { type AccountingLoss, LossNote, SetAsideDiscard, type SetAsideEntry } from '#shared/accounting/setAside.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { orTrouble } from '../ui/orTrouble.ts';
import { absolute } from '../ui/relativeTime.ts';
import { showToast } from '../ui/toasts.ts';
import { say, sayNumber } from '../words/words.ts';
import './radius.css';
import { createSetAside } from './setAside.ts';
import { WordsDialog } from './WordsDialog.tsx';

/** What of accounting could not be stored, as long as there is anything: what it says, and what can be done. */
export function SetAside(): JSX.Element {
  const session = useSession();
  const model = createSetAside();
  const [discarding, setDiscarding] = createSignal<SetAsideEntry>();
  const [noting, setNoting] = createSignal<AccountingLoss>();
  const maySettle = (): boolean => session.permissions.includes('accounting.settle');
  const entries = (): readonly SetAsideEntry[] => model.list()?.entries ?? [];
  const losses = (): readonly AccountingLoss[] => model.list()?.losses ?? [];
  const more = (): number => (model.list()?.total ?? 0) - entries().length;
  const retry = async ({ id }: SetAsideEntry): Promise<void> => {
    const answer = await model.retry(id);
    if (answer.outcome === 'loaded') showToast({ text: say('radius.aside.loaded'), tone: 'done' });
    else showToast({ text: say('radius.aside.refusedAgain', { why: answer.error }), tone: 'trouble' });
  };
  return (
    <Show when={entries().length + losses().length > 0 || model.trouble() !== undefined}>
      <Section title={say('radius.aside.title')}>
        <Show when={model.trouble()}>
          {(why) => (
            <Banner tone="warning" glyph="warning">
              {why()}
            </Banner>
          )}
        </Show>
        <ul class="radius-list radius-aside">
          <For each={losses()}>
            {(loss) => (
              <li>
                <div class="radius-aside-head">
                  <strong>{say('radius.aside.lost')}</strong>
                  <Age at={loss.at} timeZone={session.timeZone} />
                </div>
                <p class="faint">{loss.what}</p>
                <Show when={maySettle()}>
                  <div class="radius-aside-acts">
                    <Button onClick={() => setNoting(loss)}>{say('radius.aside.note')}</Button>
                  </div>
                </Show>
              </li>
            )}
          </For>
          <For each={entries()}>
            {(entry) => (
              <li>
                <Entry
                  entry={entry}
                  maySettle={maySettle()}
                  onRetry={() => retry(entry)}
                  onDiscard={() => setDiscarding(entry)}
                />
              </li>
            )}
          </For>
        </ul>
        <Show when={more() > 0}>
          <p class="faint">{say('radius.aside.more', { n: sayNumber(more()) })}</p>
        </Show>
        <Show when={discarding()}>
          {(entry) => (
            <WordsDialog
              title={say('radius.aside.discardTitle')}
              text={say('radius.aside.discardText')}
              label={say('admin.reason')}
              act={say('radius.aside.discard')}
              check={SetAsideDiscard.shape.reason}
              onClose={() => setDiscarding(undefined)}
              onSend={(reason) => model.discard(entry().id, reason)}
            />
          )}
        </Show>
        <Show when={noting()}>
          {(loss) => (
            <WordsDialog
              title={say('radius.aside.noteTitle')}
              text={loss().what}
              label={say('radius.aside.noteLabel')}
              act={say('radius.aside.noteSend')}
              check={LossNote.shape.note}
              onClose={() => setNoting(undefined)}
              onSend={(note) => model.note(loss().id, note)}
            />
          )}
        </Show>
      </Section>
    </Show>
  );
}

function Entry(props: {
  entry: SetAsideEntry;
  maySettle: boolean;
  onRetry: () => Promise<void>;
  onDiscard: () => void;
}): JSX.Element {
  const session = useSession();
  const [pending, setPending] = createSignal(false);
  const retry = async (): Promise<void> => {
    setPending(true);
    await orTrouble(() => props.onRetry());
    setPending(false);
  };
  const timed = (label: string, at: number | null): Fact[] =>
    at === null ? [] : [{ label, value: absolute(at, session.timeZone) }];
  const facts = (): Fact[] => [
    ...timed(say('radius.aside.received'), props.entry.receivedAt),
    ...timed(say('radius.aside.began'), props.entry.beganAt),
    ...props.entry.facts.map(({ name, value }) => ({ label: name, value, mono: true })),
  ];
  const router = (): string => props.entry.router?.name ?? props.entry.router?.id ?? '';
  return (
    <>
      <div class="radius-aside-head">
        <strong>{[say(`radius.aside.${props.entry.kind}`), router()].filter((text) => text !== '').join(' · ')}</strong>
        <Age at={props.entry.at} timeZone={session.timeZone} />
      </div>
      <p class="faint">{props.entry.triedError ?? props.entry.error}</p>
      <Show when={facts().length > 0}>
        <details>
          <summary>{say('radius.aside.content')}</summary>
          <Facts facts={facts()} />
        </details>
      </Show>
      <Show when={props.maySettle}>
        <div class="radius-aside-acts">
          <Button pending={pending()} onClick={() => void retry()}>
            {say('radius.aside.retry')}
          </Button>
          <Button look="quiet" onClick={() => props.onDiscard()}>
            {say('radius.aside.discardAct')}
          </Button>
        </div>
      </Show>
    </>
  );
}
