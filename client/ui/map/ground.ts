type Ring = readonly (readonly [longitude: number, latitude: number])[];

/**
 * Outlines of the first markets, for orientation only (tens of kilometres coarse; borders are nobody's statement).
 * After Natural Earth 1:110m, which is in the public domain.
 */
export const outlines: readonly { readonly name: string; readonly ring: Ring }[] = [
  {
    name: 'Kenya',
    // prettier-ignore
    ring: [
      [40.99, -0.86], [41.58, -1.68], [40.88, -2.08], [40.64, -2.5], [40.26, -2.57], [40.12, -3.28], [39.8, -3.68],
      [39.6, -4.35], [39.2, -4.68], [37.77, -3.68], [37.7, -3.1], [34.07, -1.06], [33.9, -0.95], [33.89, 0.11],
      [34.18, 0.52], [34.67, 1.18], [35.04, 1.91], [34.6, 3.05], [34.48, 3.56], [34.01, 4.25], [34.62, 4.85],
      [35.3, 5.51], [35.82, 5.34], [35.82, 4.78], [36.16, 4.45], [36.86, 4.45], [38.12, 3.6], [38.44, 3.59],
      [38.67, 3.62], [38.89, 3.5], [39.56, 3.42], [39.85, 3.84], [40.77, 4.26], [41.17, 3.92], [41.86, 3.92],
      [40.98, 2.78], [40.99, -0.86],
    ],
  },
  {
    name: 'Bangladesh',
    // prettier-ignore
    ring: [
      [92.67, 22.04], [92.65, 21.32], [92.3, 21.48], [92.37, 20.67], [92.08, 21.19], [92.03, 21.7], [91.83, 22.18],
      [91.42, 22.77], [90.5, 22.81], [90.59, 22.39], [90.27, 21.84], [89.85, 22.04], [89.7, 21.86], [89.42, 21.97],
      [89.03, 22.06], [88.88, 22.88], [88.53, 23.63], [88.7, 24.23], [88.08, 24.5], [88.31, 24.87], [88.93, 25.24],
      [88.21, 25.77], [88.56, 26.45], [89.36, 26.01], [89.83, 25.97], [89.92, 25.27], [90.87, 25.13], [91.8, 25.15],
      [92.38, 24.98], [91.92, 24.13], [91.47, 24.07], [91.16, 23.5], [91.71, 22.99], [91.87, 23.62], [92.15, 23.63],
      [92.67, 22.04],
    ],
  },
];

const STEPS = [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001] as const;
/** About this many lines across the window. */
const LINES = 6;

/** Meridians and parallels through a window, at a round distance that suits its size. */
export function graticule(window: { west: number; south: number; east: number; north: number }): readonly Ring[] {
  const width = Math.max(1e-4, Math.min(360, window.east - window.west));
  const step = STEPS.find((size) => width / size >= LINES) ?? STEPS[STEPS.length - 1]!;
  // Some way beyond the edges, so that a small pan shows no end.
  const [west, east] = [window.west - width, window.east + width];
  const height = window.north - window.south;
  const [south, north] = [Math.max(-85, window.south - height), Math.min(85, window.north + height)];
  const at = (from: number, to: number): number[] => {
    const first = Math.ceil(from / step);
    const count = Math.max(0, Math.min(200, Math.floor(to / step) - first + 1));
    return Array.from({ length: count }, (_, index) => (first + index) * step);
  };
  return [
    ...at(west, east).map((longitude): Ring => [
      [longitude, south],
      [longitude, north],
    ]),
    ...at(south, north).map((latitude): Ring => [
      [west, latitude],
      [east, latitude],
    ]),
  ];
}
