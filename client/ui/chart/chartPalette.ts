/** The colours of the present theme as a canvas understands them. */
export interface ChartPalette {
  readonly lines: readonly string[];
  readonly text: string;
  readonly grid: string;
  readonly ground: string;
  readonly tones: { readonly critical: string; readonly warning: string; readonly maintenance: string };
  readonly font: string;
}

/** Tokens hold `light-dark()`; the browser resolves them on an element that stands where the chart stands. */
export function chartPalette(place: HTMLElement): ChartPalette {
  const probe = document.createElement('span');
  place.append(probe);
  const resolved = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const palette = {
    lines: [1, 2, 3, 4, 5].map((number) => resolved(`series-${number}`)),
    text: resolved('text-muted'),
    grid: resolved('line'),
    ground: resolved('surface'),
    tones: { critical: resolved('critical'), warning: resolved('warning'), maintenance: resolved('maintenance') },
    font: getComputedStyle(probe).fontFamily,
  };
  probe.remove();
  return palette;
}
