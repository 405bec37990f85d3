import type { JSX } from 'solid-js';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { say } from '../words/words.ts';
import type { SpanName } from './spans.ts';

export function SpanChoice(props: {
  spans: readonly SpanName[];
  chosen: SpanName;
  onChoose: (span: SpanName) => void;
}): JSX.Element {
  return (
    <SegmentedControl
      label={say('nas.chart.window')}
      options={props.spans.map((span) => ({ value: span, label: say(`nas.chart.${span}`) }))}
      chosen={props.chosen}
      onChoose={(name) => props.onChoose(props.spans.find((span) => span === name) ?? props.chosen)}
    />
  );
}
