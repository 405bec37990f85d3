import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { nasAudience } from './nasAudience.ts';
import { withoutAbsent } from './nasEntry.ts';
import { visibleChannel, type NasSight } from './nasSight.ts';
import { watchChannel } from './watchChannel.ts';

/** View `nas.rates`: one {@link NasRate} per interface, each second; one stream of the router serves all who look. */
export function nasRatesView(sight: NasSight): ViewSource<Extract<ViewRequest, { view: 'nas.rates' }>> {
  return {
    view: 'nas.rates',
    admit: nasAudience,
    open(audience, { id }, changed) {
      const { close } = watchChannel(sight, audience, id, {
        changed,
        follow: (channel) => channel.followRates(),
        listen: (channel, listener) => channel.live.onChange(listener),
      });
      return Promise.resolve({
        read: () => {
          const rates = [...(visibleChannel(sight, audience, id)?.live.rates.values() ?? [])];
          const rows = rates.map((rate) => ({ id: rate.name, version: rate.at, fields: withoutAbsent({ ...rate }) }));
          return { rows, total: rows.length };
        },
        exists: () => false,
        close,
      });
    },
  };
}
