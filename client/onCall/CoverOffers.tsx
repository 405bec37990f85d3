import { For, Show, type JSX } from 'solid-js';
import type { CoverOffer } from '#shared/onCall/coverOffer.ts';
import type { OnCallView } from '#shared/onCall/view.ts';
import { post } from '../shell/api.ts';
import { usePermission, useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { now } from '../ui/now.ts';
import { Section } from '../ui/ObjectPage.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { dutyMoment } from './dutyMoment.ts';
import { nameIn } from './onCallData.ts';

type Decision = 'accept' | 'decline' | 'withdraw';

/** Swaps that wait for somebody; who is asked answers here. */
export function CoverOffers(props: { view: OnCallView; onDecided: () => void }): JSX.Element {
  const session = useSession();
  const manages = usePermission('onCall.manage');
  const offers = (): readonly CoverOffer[] =>
    props.view.covers.filter(({ state, until }) => state === 'offered' && until > now());
  const asked = (offer: CoverOffer): boolean =>
    offer.takenBy === undefined
      ? offer.givenBy !== session.userId && isInRota(props.view, offer, session.userId)
      : offer.takenBy === session.userId;
  const zone = (offer: CoverOffer): string =>
    props.view.rotas.find(({ id }) => id === offer.rotaId)?.timeZone ?? session.timeZone;
  const decide = async ({ id }: CoverOffer, decision: Decision): Promise<void> => {
    try {
      await post(`/api/on-call/covers/${id}/${decision}`, {});
      showToast({ text: say('cover.done'), tone: 'done' });
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
    }
    props.onDecided();
  };
  return (
    <Show when={offers().length > 0}>
      <Section title={say('cover.offers')}>
        <ul class="on-call-offers">
          <For each={offers()}>
            {(offer) => (
              <li>
                <span>
                  {say('cover.offerText', {
                    giver: offer.givenBy === undefined ? say('cover.whoever') : nameIn(props.view, offer.givenBy),
                    taker: offer.takenBy === undefined ? say('cover.anybody') : nameIn(props.view, offer.takenBy),
                    from: dutyMoment(offer.from, zone(offer)),
                    until: dutyMoment(offer.until, zone(offer)),
                  })}
                  <Show when={offer.note}>{(note) => <span class="muted"> · {note()}</span>}</Show>
                </span>
                <span class="on-call-acts">
                  <Show when={asked(offer)}>
                    <Button look="primary" onClick={() => void decide(offer, 'accept')}>
                      {say('cover.accept')}
                    </Button>
                    <Show when={offer.takenBy !== undefined}>
                      <Button onClick={() => void decide(offer, 'decline')}>{say('cover.decline')}</Button>
                    </Show>
                  </Show>
                  <Show when={manages() || offer.createdBy === session.userId || offer.givenBy === session.userId}>
                    <Button look="quiet" onClick={() => void decide(offer, 'withdraw')}>
                      {say('cover.withdraw')}
                    </Button>
                  </Show>
                </span>
              </li>
            )}
          </For>
        </ul>
      </Section>
    </Show>
  );
}

function isInRota(view: OnCallView, { rotaId }: CoverOffer, userId: OnCallView['people'][number]['id']): boolean {
  const rota = view.rotas.find(({ id }) => id === rotaId);
  return rota?.layers.some(({ people }) => people.includes(userId)) ?? false;
}
