import { For, type JSX } from 'solid-js';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Glyph, glyphNames } from '../ui/Glyph.tsx';
import { now } from '../ui/now.ts';
import { Pill, type Tone } from '../ui/Pill.tsx';
import { Progress, Spinner } from '../ui/Progress.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { StaleState } from '../ui/StaleState.tsx';
import { Stepper } from '../ui/Stepper.tsx';
import { zone } from './galleryData.ts';
import { Sample } from './Sample.tsx';

const tones: readonly (readonly [Tone, Parameters<typeof Glyph>[0]['name'], string])[] = [
  ['critical', 'critical', 'Down'],
  ['major', 'major', 'Major'],
  ['warning', 'warning', 'Degraded'],
  ['notice', 'info', 'Notice'],
  ['ok', 'cleared', 'Up'],
  ['maintenance', 'maintenance', 'Maintenance'],
  ['unknown', 'unknown', 'Unknown'],
  ['overload', 'overload', 'Overload'],
  ['calm', 'raised', 'Raised'],
];

export function StateGallery(): JSX.Element {
  const at = now() - 754_000;
  return (
    <>
      <Sample name="Pill, every tone, with since-when" wide>
        <div class="sample-body">
          <For each={tones}>
            {([tone, glyph, word]) => (
              <Pill tone={tone} glyph={glyph} since={{ at, timeZone: zone }}>
                {word}
              </Pill>
            )}
          </For>
        </div>
      </Sample>
      <Sample name="Banner" wide>
        <div class="gallery-tiles">
          <For each={tones}>
            {([tone, glyph, word]) => (
              <Banner tone={tone} glyph={glyph}>
                {word}: 3 routers in Westlands <Button look="quiet">Look</Button>
              </Banner>
            )}
          </For>
        </div>
      </Sample>
      <Sample name="EmptyState">
        <EmptyState glyph="router" title="No router yet" text="Register the first one and see it live within seconds.">
          <Button look="primary">Add router</Button>
        </EmptyState>
      </Sample>
      <Sample name="EmptyState calm">
        <EmptyState glyph="cleared" calm title="No standing alarms" text="Everything that reports is well." />
      </Sample>
      <Sample name="ErrorState">
        <ErrorState
          title="The list could not be loaded"
          text="The database did not answer. Nothing was changed."
          requestId="01J9Z7"
        >
          <Button>Try again</Button>
        </ErrorState>
      </Sample>
      <Sample name="StaleState">
        <StaleState at={at} timeZone={zone}>
          <p>412 subscribers online</p>
        </StaleState>
      </Sample>
      <Sample name="Skeleton" wide>
        <Skeleton rows={4} label="Loading" />
      </Sample>
      <Sample name="Progress known, unknown; Spinner" wide>
        <Progress label="Backing up" done={34} of={120} text="34 of 120 routers" />
        <Progress label="Reading back" />
        <Spinner />
      </Sample>
      <Sample name="Stepper">
        <Stepper
          label="Onboarding"
          steps={[
            { label: 'Address', state: 'done' },
            { label: 'Script', state: 'now', note: 'Waiting for the router to call' },
            { label: 'Check', state: 'ahead' },
          ]}
        />
      </Sample>
      <Sample name="Stepper upright, failed">
        <Stepper
          label="Reboot"
          upright
          steps={[
            { label: 'Sent', state: 'done' },
            { label: 'Back', state: 'failed', note: 'No answer for 5 min' },
          ]}
        />
      </Sample>
      <Sample name="Glyph" wide>
        <div class="sample-body">
          <For each={glyphNames}>
            {(name) => (
              <span title={name}>
                <Glyph name={name} />
              </span>
            )}
          </For>
        </div>
      </Sample>
    </>
  );
}
