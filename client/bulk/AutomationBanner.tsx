import { createSignal, Show, type JSX } from 'solid-js';
import { AutomaticBrake } from '#shared/brake/brake.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { say } from '../words/words.ts';
import { HeldCutsDialog } from './HeldCutsDialog.tsx';

/** That expiry and quotas cut nobody by themselves at present, and which lines wait for a decision. */
export function AutomationBanner(): JSX.Element {
  const session = useSession();
  const brake = createFetched((signal) => getJson('/api/brake', AutomaticBrake, { signal }));
  const [looking, setLooking] = createSignal(false);
  const isQuiet = (now: AutomaticBrake): boolean => now.pausedAt === undefined && now.waiting === 0;
  return (
    <Show when={brake.data()}>
      {(now) => (
        <Show when={!isQuiet(now())}>
          <Banner tone="warning" glyph="pause">
            <Show when={now().pausedAt !== undefined}>{pauseWords(now())} </Show>
            {say('bulk.cutsWait', { count: now().waiting })}{' '}
            <Button onClick={() => setLooking(true)}>{say('bulk.lookAtCuts')}</Button>
          </Banner>
          <Show when={looking()}>
            <HeldCutsDialog
              mayDecide={session.permissions.includes('bulk.brake')}
              timeZone={session.timeZone}
              onClose={() => setLooking(false)}
              onDecided={() => void brake.reload()}
            />
          </Show>
        </Show>
      )}
    </Show>
  );
}

function pauseWords({ pause, limits }: AutomaticBrake): string {
  if (!pause) return say('bulk.cutsPaused');
  const { beyond, lines, percent, nas } = pause;
  if (beyond === 'lines') return say('bulk.cutsPausedLines', { lines, most: limits.lines });
  if (beyond === 'router') return say('bulk.cutsPausedRouter', { percent, name: nas?.name ?? '' });
  return say('bulk.cutsPausedCompany', { lines, percent });
}
