import type { JSX } from 'solid-js';
import { PlaceMap } from '../ui/map/PlaceMap.tsx';
import { PlotMap } from '../ui/map/PlotMap.tsx';
import { samplePlaces } from './galleryData.ts';
import { Sample } from './Sample.tsx';

const places = samplePlaces(260);

export function MapGallery(): JSX.Element {
  return (
    <>
      <Sample name="PlaceMap, 260 places" wide>
        <div class="gallery-map">
          <PlaceMap label="Routers" places={places} detail={({ name }) => <p class="muted">{name}, 412 online</p>} />
        </div>
      </Sample>
      <Sample name="PlaceMap, one place" wide>
        <div class="gallery-map">
          <PlaceMap label="One router" places={places.slice(1, 2)} list={false} />
        </div>
      </Sample>
      <Sample name="Without WebGL" wide>
        <PlotMap label="Routers, plotted" places={places} selected={undefined} onSelect={() => {}} />
      </Sample>
      <Sample name="PlaceMap, none" wide>
        <PlaceMap label="No routers" places={[]} />
      </Sample>
    </>
  );
}
