import type { JSX } from 'solid-js';
import { Age } from '../ui/Age.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { DiffView } from '../ui/DiffView.tsx';
import { Facts } from '../ui/Facts.tsx';
import { now } from '../ui/now.ts';
import { Timeline } from '../ui/Timeline.tsx';
import { configAfter, configBefore, sampleFacts, zone } from './galleryData.ts';
import { Sample } from './Sample.tsx';

export function TextGallery(): JSX.Element {
  const start = now();
  return (
    <>
      <Sample name="Facts">
        <Facts
          facts={[
            { label: 'Model', value: 'RB5009UG+S+' },
            { label: 'Serial', value: 'HEX08A1B2C3', mono: true },
            { label: 'Up for', value: '34 d' },
            { label: 'Seen', value: <Age at={start - 4_000} timeZone={zone} /> },
            { label: 'Location', value: '' },
          ]}
        />
      </Sample>
      <Sample name="Timeline" wide>
        <Timeline facts={sampleFacts(start)} timeZone={zone} filter />
      </Sample>
      <Sample name="Timeline empty">
        <Timeline facts={[]} timeZone={zone} />
      </Sample>
      <Sample name="CodeBlock" wide>
        <CodeBlock label="router-7.rsc" fileName="router-7.rsc" text={configAfter} />
      </Sample>
      <Sample name="DiffView" wide>
        <DiffView label="Since 02:00" before={configBefore} after={configAfter} />
      </Sample>
      <Sample name="DiffView, same" wide>
        <DiffView label="Since 02:00" before={configBefore} after={configBefore} />
      </Sample>
      <Sample name="Type" wide>
        <p>The quick brown fox 0123456789</p>
        <p class="muted">Muted 0123456789</p>
        <p class="faint">Faint 0123456789</p>
        <p class="mono">4C:5E:0C:1A:2B:3C 10.20.0.1/24</p>
        <p lang="bn">রাউটার বন্ধ আছে, ৩ মিনিট ধরে সাড়া দেয়নি</p>
      </Sample>
    </>
  );
}
