import type { ViewSource } from '../platform/live/viewSource.ts';
import { nasActivesView } from './nasActivesView.ts';
import { nasCountsView } from './nasCountsView.ts';
import { nasDetailView } from './nasDetailView.ts';
import { nasListView } from './nasListView.ts';
import { nasMapView } from './nasMapView.ts';
import { nasRatesView } from './nasRatesView.ts';
import type { NasSight } from './nasSight.ts';

export function nasViews(sight: NasSight): readonly ViewSource[] {
  return [
    nasListView(sight),
    nasDetailView(sight),
    nasRatesView(sight),
    nasActivesView(sight),
    nasCountsView(sight),
    nasMapView(sight),
  ] as readonly ViewSource[];
}
