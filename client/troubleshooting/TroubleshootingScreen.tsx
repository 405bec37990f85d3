import { A, useNavigate, useSearchParams } from '@solidjs/router';
import { createSignal, For, onCleanup, Show, type JSX } from 'solid-js';
import { TroubleshootingCandidates } from '#shared/troubleshooting/view.ts';
import { rejectWord } from '../radius/radiusReasons.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { SubscriptionStatePill } from '../subscription/SubscriptionStatePill.tsx';
import { lineName } from '../subscription/subscriptionWords.ts';
import { Age } from '../ui/Age.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { say, sayCount } from '../words/words.ts';
import { LineTrouble } from './LineTrouble.tsx';
import './troubleshooting.css';

const REST_MS = 250;
const LEAST = 2;

/** "Somebody calls and has no internet": who it may be, and what stands in the way. */
export function TroubleshootingScreen(): JSX.Element {
  useTrail(() => [{ label: say('trouble.title') }]);
  const person = useSession();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams<{ text?: string; line?: string }>();
  const [asked, setAsked] = createSignal((params.text ?? '').trim());
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const type = (text: string): void => {
    setParams({ text: text || undefined, line: undefined }, { replace: true });
    clearTimeout(timer);
    timer = setTimeout(() => setAsked(text.trim()), REST_MS);
  };
  const found = createFetched(
    (signal) =>
      asked().length < LEAST
        ? Promise.resolve({ lines: [], strangers: [] })
        : getJson(`/api/troubleshooting?text=${encodeURIComponent(asked())}`, TroubleshootingCandidates, { signal }),
    () => [asked()],
  );
  /** The one that was chosen, or the only one there is. */
  const chosen = () => {
    const lines = found.data()?.lines ?? [];
    return lines.find(({ id }) => id === params.line) ?? (lines.length === 1 ? lines[0] : undefined);
  };
  const nothing = (): boolean => {
    const data = found.data();
    return asked().length >= LEAST && data !== undefined && data.lines.length + data.strangers.length === 0;
  };
  return (
    <div class="trouble-page">
      <h1 class="visually-hidden">{say('trouble.title')}</h1>
      <SearchField
        label={say('trouble.search')}
        text={params.text ?? ''}
        onText={type}
        onReady={(focus) => queueMicrotask(focus)}
      />
      <Show when={found.trouble()}>{(why) => <ErrorState title={say('trouble.title')} text={why()} />}</Show>
      <Show when={asked().length < LEAST}>
        <EmptyState glyph="search" title={say('trouble.why')} text={say('trouble.searchText')} />
      </Show>
      <Show when={nothing()}>
        <EmptyState glyph="search" title={say('trouble.noMatch')} text={say('trouble.noMatchText')} />
      </Show>
      <Show when={chosen()} keyed>
        {(line) => (
          <Section title={`${say('trouble.why')} ${lineName(line)} · ${line.customerName}`}>
            <LineTrouble
              id={line.id}
              line={line}
              timeZone={person.timeZone}
              act={() => () => navigate(`/subscriptions/${line.id}`)}
            />
            <p>
              <A href={`/subscriptions/${line.id}`}>{say('trouble.openLine')}</A>
            </p>
          </Section>
        )}
      </Show>
      <Show when={(found.data()?.lines.length ?? 0) > 1}>
        <Section title={say('trouble.lines')}>
          <ul class="trouble-lines">
            <For each={found.data()?.lines}>
              {(line) => (
                <li>
                  <button
                    type="button"
                    class="trouble-line"
                    aria-pressed={chosen()?.id === line.id}
                    onClick={() => setParams({ line: line.id }, { replace: true })}
                  >
                    <SubscriptionStatePill state={line.state} />
                    <span class="trouble-name mono">{lineName(line)}</span>
                    <span class="muted truncate">
                      {line.customerName} · {line.packageName}
                    </span>
                    <span class="trouble-online">
                      <Show
                        when={line.online}
                        fallback={<span class="faint">{say('subscription.online.offline')}</span>}
                      >
                        <Glyph name="live" class="tone-ok toned" /> {say('subscription.online.online')}
                      </Show>
                    </span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Section>
      </Show>
      <Show when={(found.data()?.strangers.length ?? 0) > 0}>
        <Section title={say('trouble.strangers')}>
          <p class="muted">{say('trouble.strangersNote')}</p>
          <ol class="findings">
            <For each={found.data()?.strangers}>
              {(reject) => (
                <li class="finding stranger">
                  <span class="mono">{reject.username}</span>
                  <span class="finding-text">
                    {rejectWord(reject.reason)}{' '}
                    <span class="muted mono">{[reject.mac, reject.nasName].filter(Boolean).join(' · ')}</span>
                  </span>
                  <span class="muted">
                    {sayCount('online.rejectTimes', reject.times)} ·{' '}
                    <Age at={reject.lastAt} timeZone={person.timeZone} />
                  </span>
                </li>
              )}
            </For>
          </ol>
        </Section>
      </Show>
    </div>
  );
}
