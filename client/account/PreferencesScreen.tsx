import { A } from '@solidjs/router';
import { onMount, type JSX } from 'solid-js';
import { AlarmSeverity } from '#shared/alarm/values.ts';
import { changeLanguage } from '../shell/changeLanguage.ts';
import { openHelp } from '../shell/helpState.ts';
import { allowSound, play } from '../shell/sound/player.ts';
import { changeSound, quietUntil, soundSettings } from '../shell/sound/soundSettings.ts';
import { toneOf } from '../shell/sound/tones.ts';
import { setTheme, theme } from '../shell/theme.ts';
import { Button } from '../ui/Button.tsx';
import { now } from '../ui/now.ts';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { Switch } from '../ui/Switch.tsx';
import { languageNames, languages, loadNameLetters } from '../words/languages.ts';
import { language, say } from '../words/words.ts';
import { AccountPage, AccountSection } from './AccountPage.tsx';

const themes = ['system', 'light', 'dark'] as const;
const heard = ['critical', 'major', 'warning'] as const;
const volumes = [0.3, 0.6, 1] as const;

/** How the console looks and sounds on this computer; at once, nothing to save. */
export function PreferencesScreen(): JSX.Element {
  const test = async (): Promise<void> => {
    await allowSound();
    play(toneOf('critical'), soundSettings().volume);
  };
  onMount(() => void loadNameLetters());
  return (
    <AccountPage title="account.preferences">
      <AccountSection title={say('person.language')} text={say('account.here')}>
        <SegmentedControl
          label={say('person.language')}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
          chosen={language()}
          onChoose={(value) => void changeLanguage(languages.find((one) => one === value) ?? 'en')}
        />
      </AccountSection>
      <AccountSection title={say('person.theme')} text={say('account.here')}>
        <SegmentedControl
          label={say('person.theme')}
          options={themes.map((value) => ({ value, label: say(`theme.${value}`) }))}
          chosen={theme()}
          onChoose={(value) => setTheme(themes.find((one) => one === value) ?? 'system')}
        />
      </AccountSection>
      <AccountSection title={say('sound.title')} text={say('sound.text')}>
        <Switch
          label={say('sound.on')}
          checked={quietUntil(soundSettings(), now()) === undefined}
          onSwitch={(on) => changeSound({ mutedUntil: on ? undefined : 'forever' })}
        />
        <div class="account-choice">
          <span>{say('sound.from')}</span>
          <SegmentedControl
            label={say('sound.from')}
            options={heard.map((value) => ({
              value,
              label: say(value === 'warning' ? 'sound.all' : `severity.${value}`),
            }))}
            chosen={soundSettings().from}
            onChoose={(value) => changeSound({ from: AlarmSeverity.parse(value) })}
          />
        </div>
        <div class="account-choice">
          <span>{say('sound.volume')}</span>
          <SegmentedControl
            label={say('sound.volume')}
            options={volumes.map((value, step) => ({
              value: String(value),
              label: say((['sound.quiet', 'sound.middle', 'sound.loud'] as const)[step] ?? 'sound.middle'),
            }))}
            chosen={String(soundSettings().volume)}
            onChoose={(value) => changeSound({ volume: Number(value) })}
          />
          <Button onClick={() => void test()}>{say('bell.test')}</Button>
        </div>
      </AccountSection>
      <AccountSection title={say('account.notices')} text={say('account.notices.text')}>
        <A href="/on-call/me">{say('onCall.mine')}</A>
      </AccountSection>
      <AccountSection title={say('keys.title')} text={say('account.keys.text')}>
        <Button hint="?" onClick={openHelp}>
          {say('account.keys.show')}
        </Button>
      </AccountSection>
    </AccountPage>
  );
}
