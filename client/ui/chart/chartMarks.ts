import type uPlot from 'uplot';
import { withUnit, type Unit } from '../units.ts';
import type { ChartThreshold } from './Chart.tsx';
import type { ChartPalette } from './chartPalette.ts';

const LINE_HEIGHT = 14;

/** Threshold lines with their names, and the last value of every line written behind its end. */
export function drawMarks(self: uPlot, thresholds: readonly ChartThreshold[], unit: Unit, palette: ChartPalette): void {
  const { ctx, bbox } = self;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * ratio}px ${palette.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  for (const { value, label, tone } of thresholds) {
    const y = Math.round(self.valToPos(value, 'y', true));
    ctx.strokeStyle = palette.tones[tone];
    ctx.fillStyle = palette.tones[tone];
    ctx.lineWidth = ratio;
    ctx.setLineDash([4 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(`${label} ${withUnit(value, unit)}`, bbox.left + 4 * ratio, y - 8 * ratio);
  }
  ctx.setLineDash([]);
  const lowest = bbox.top + bbox.height;
  for (const { y, text, colour } of spread(lastLabels(self, unit, palette), LINE_HEIGHT * ratio, lowest)) {
    ctx.fillStyle = colour;
    ctx.fillText(text, bbox.left + bbox.width + 6 * ratio, y);
  }
  ctx.restore();
}

interface Label {
  readonly y: number;
  readonly text: string;
  readonly colour: string;
}

function lastLabels(self: uPlot, unit: Unit, palette: ChartPalette): Label[] {
  return self.data.slice(1).flatMap((values, at) => {
    const value = [...values].findLast((one): one is number => typeof one === 'number');
    if (value === undefined) return [];
    return [
      { y: self.valToPos(value, 'y', true), text: withUnit(value, unit), colour: palette.lines[at] ?? palette.text },
    ];
  });
}

/** Labels that would cover each other are pushed apart: downwards, and up again from the lower edge. */
function spread(labels: readonly Label[], least: number, lowest: number): readonly Label[] {
  const placed: Label[] = [];
  for (const label of labels.toSorted((a, b) => a.y - b.y)) {
    const above = placed.at(-1);
    placed.push(above && label.y - above.y < least ? { ...label, y: above.y + least } : label);
  }
  let room = lowest;
  for (const [at, label] of [...placed.entries()].toReversed()) {
    placed[at] = { ...label, y: Math.min(label.y, room) };
    room = (placed[at]?.y ?? room) - least;
  }
  return placed;
}
