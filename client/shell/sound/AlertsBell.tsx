import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import { AlarmRow } from '#shared/alarm/view.ts';
import { createLiveView } from '../../live/createLiveView.ts';
import { Age } from '../../ui/Age.tsx';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { now } from '../../ui/now.ts';
import { Popover } from '../../ui/Popover.tsx';
import { clockTime } from '../../ui/relativeTime.ts';
import { say, sayCount, sayNumber } from '../../words/words.ts';
import { useLive } from '../live.tsx';
import { useSession } from '../session.tsx';
import './alertsBell.css';
import { allowSound, play, soundBlocked } from './player.ts';
import { changeSound, quietUntil, soundSettings } from './soundSettings.ts';
import { toneOf } from './tones.ts';
import { useAlarmSound } from './useAlarmSound.ts';

const HOUR_MS = 3_600_000;
const SHOWN = 8;

/** What nobody has acknowledged yet, seen and heard. */
export function AlertsBell(): JSX.Element {
  const live = useLive();
  const { timeZone } = useSession();
  const filter = { severities: [], states: ['raised' as const], text: '', mine: false };
  const waiting = createLiveView(
    live,
    () => ({ view: 'alarms', filter, sort: 'newest', window: { offset: 0, limit: 40 } }),
    AlarmRow,
  );
  const criticals = createLiveView(
    live,
    () => ({
      view: 'alarms',
      filter: { ...filter, severities: ['critical'] },
      sort: 'newest',
      window: { offset: 0, limit: 1 },
    }),
    AlarmRow,
  );
  useAlarmSound(waiting, criticals);
  const quiet = () => quietUntil(soundSettings(), now());
  return (
    <Popover
      class="menu-trigger bell"
      title={waiting.total > 0 ? sayCount('rail.unacknowledged', waiting.total) : say('bell.calm')}
      label={
        <>
          <Glyph name={quiet() === undefined ? 'bell' : 'bellOff'} />
          <Show when={waiting.total > 0}>
            <span class="bell-count number" classList={{ urgent: criticals.total > 0 }}>
              {sayNumber(waiting.total)}
            </span>
          </Show>
        </>
      }
    >
      {(close) => (
        <div class="bell-panel">
          <Show when={waiting.total > 0} fallback={<p class="bell-calm">{say('bell.calm')}</p>}>
            <ul class="bell-list">
              <For each={waiting.rows.slice(0, SHOWN)}>
                {({ fields: alarm }) => (
                  <li>
                    <A href={`/alarms?alarm=${alarm.id}`} onClick={close}>
                      <Glyph name={alarm.severity} class={`toned tone-${alarm.severity}`} />
                      <span class="bell-what">
                        <span class="truncate">{alarm.text}</span>
                        <span class="faint truncate mono">{alarm.source}</span>
                      </span>
                      <span class="faint">
                        <Age at={alarm.raisedAt} timeZone={timeZone} bare />
                      </span>
                      <span class="visually-hidden">{say(`severity.${alarm.severity}`)}</span>
                    </A>
                  </li>
                )}
              </For>
            </ul>
            <A class="bell-all" href="/alarms?state=raised" onClick={close}>
              {say('bell.all')}
            </A>
          </Show>
          <SoundControls />
        </div>
      )}
    </Popover>
  );
}

/** Quiet for a while, and whether this computer can be heard at all. */
function SoundControls(): JSX.Element {
  const { timeZone } = useSession();
  const quiet = () => quietUntil(soundSettings(), now());
  const mute = (forMs: number | 'forever'): void =>
    changeSound({ mutedUntil: forMs === 'forever' ? forMs : now() + forMs });
  const test = async (): Promise<void> => {
    await allowSound();
    play(toneOf('critical'), soundSettings().volume);
  };
  const quietWords = (until: number | 'forever'): string =>
    until === 'forever' ? say('bell.mutedForever') : say('bell.muted', { time: clockTime(until, now(), timeZone) });
  return (
    <div class="bell-sound">
      <Show when={soundBlocked()}>
        <p class="bell-blocked" role="alert">
          {say('bell.blocked')} <Button onClick={() => void allowSound()}>{say('bell.allow')}</Button>
        </p>
      </Show>
      <Show
        when={quiet()}
        fallback={
          <div class="bell-row">
            <span class="muted">{say('bell.mute')}</span>
            <Button onClick={() => mute(HOUR_MS / 4)}>{say('shelve.15min')}</Button>
            <Button onClick={() => mute(HOUR_MS)}>{say('shelve.1h')}</Button>
            <Button onClick={() => mute('forever')}>{say('bell.untilOn')}</Button>
          </div>
        }
      >
        {(until) => (
          <div class="bell-row">
            <span class="muted">{quietWords(until())}</span>
            <Button onClick={() => changeSound({ mutedUntil: undefined })}>{say('bell.unmute')}</Button>
          </div>
        )}
      </Show>
      <div class="bell-row">
        <Button look="quiet" onClick={() => void test()}>
          <Glyph name="bell" /> {say('bell.test')}
        </Button>
      </div>
    </div>
  );
}
