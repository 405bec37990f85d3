import type { JSX } from 'solid-js';
import { Button } from '../ui/Button.tsx';
import { Facts } from '../ui/Facts.tsx';
import { MenuItem } from '../ui/MenuItem.tsx';
import { now } from '../ui/now.ts';
import { ObjectPage, Section } from '../ui/ObjectPage.tsx';
import { PeekPanel } from '../ui/PeekPanel.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Timeline } from '../ui/Timeline.tsx';
import { sampleFacts, zone } from './galleryData.ts';
import { Sample } from './Sample.tsx';

export function PageGallery(): JSX.Element {
  const start = now();
  const facts = [
    { label: 'Address', value: '10.20.0.1:8729', mono: true },
    { label: 'Branch', value: 'Westlands' },
    { label: 'Version', value: '7.16.2' },
  ];
  const state = (): JSX.Element => (
    <Pill tone="ok" glyph="cleared" since={{ at: start - 12_000_000, timeZone: zone }}>
      Up
    </Pill>
  );
  return (
    <>
      <Sample name="ObjectPage" wide>
        <div class="gallery-page">
          <ObjectPage
            kind="Router"
            name="westlands-core-1"
            state={state()}
            actions={
              <>
                <Button>Back up</Button>
                <Button>Edit</Button>
                <Button look="danger">Reboot</Button>
              </>
            }
            more={<MenuItem onChoose={() => {}}>Remove</MenuItem>}
            left={
              <Section title="What it is">
                <Facts facts={facts} />
              </Section>
            }
            right={
              <Section title="Connected to">
                <Facts facts={[{ label: 'OLT', value: 'OLT-WESTLANDS-1' }]} />
              </Section>
            }
          >
            <Section title="What happens">
              <Timeline facts={sampleFacts(start)} timeZone={zone} filter />
            </Section>
          </ObjectPage>
        </div>
      </Sample>
      <Sample name="PeekPanel">
        <div class="gallery-peek">
          <PeekPanel
            label="Router"
            href="/alarms"
            marks={state()}
            title="westlands-core-1"
            actions={
              <>
                <Button look="primary">Open</Button>
                <Button>Back up</Button>
              </>
            }
            onClose={() => {}}
          >
            <Facts facts={facts} />
            <h3>What happened</h3>
            <Timeline facts={sampleFacts(start)} timeZone={zone} />
          </PeekPanel>
        </div>
      </Sample>
    </>
  );
}
