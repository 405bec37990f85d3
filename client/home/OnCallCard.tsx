import { Show, type JSX } from 'solid-js';
import { coverOf } from '#shared/onCall/coverOffer.ts';
import { onCallAt } from '#shared/onCall/duty.ts';
import { OnCallView } from '#shared/onCall/view.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { now } from '../ui/now.ts';
import { say } from '../words/words.ts';
import { HomeCard, type HomeFigure } from './HomeCard.tsx';

const AGAIN_MS = 60_000;

/** Who is on call now, rota by rota; nobody is said aloud. */
export function OnCallCard(): JSX.Element {
  const plan = createFetched(
    (signal) => getJson('/api/on-call', OnCallView, { signal }),
    () => Math.floor(now() / AGAIN_MS),
  );
  const figures = (): readonly HomeFigure[] | undefined => {
    const data = plan.data();
    if (!data) return undefined;
    const covers = data.covers.flatMap((offer) => coverOf(offer) ?? []);
    const nameOf = (id: string | undefined): string | undefined => data.people.find((one) => one.id === id)?.name;
    return data.rotas.map((rota) => {
      const names = rota.layers.flatMap(({ id }) => nameOf(onCallAt(rota, covers, id, now())) ?? []);
      return {
        label: rota.name,
        value: names.length > 0 ? [...new Set(names)].join(', ') : say('home.onCall.nobody'),
        ...(names.length > 0 ? {} : ({ tone: 'warning', glyph: 'warning' } as const)),
      };
    });
  };
  return (
    <Show when={figures()?.length !== 0}>
      <HomeCard names title={say('onCall.title')} href="/on-call" figures={figures()} failed={plan.trouble()} />
    </Show>
  );
}
