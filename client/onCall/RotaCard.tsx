import { createMemo, For, Show, type JSX } from 'solid-js';
import { coverOf } from '#shared/onCall/coverOffer.ts';
import { type Duty, dutiesOf } from '#shared/onCall/duty.ts';
import type { Rota } from '#shared/onCall/rota.ts';
import type { OnCallView } from '#shared/onCall/view.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { now } from '../ui/now.ts';
import { Section } from '../ui/ObjectPage.tsx';
import { Pill } from '../ui/Pill.tsx';
import { say, sayCount } from '../words/words.ts';
import { calendarSpan, DutyCalendar } from './DutyCalendar.tsx';
import { dutyMoment } from './dutyMoment.ts';
import { nameIn } from './onCallData.ts';

const MINUTE_MS = 60_000;

/** One rota: who is on call now and next, and four weeks of duties. */
export function RotaCard(props: {
  rota: Rota;
  view: OnCallView;
  onSwap: (rota: Rota) => void;
  onEdit: ((rota: Rota) => void) | undefined;
  onArchive: ((rota: Rota) => void) | undefined;
}): JSX.Element {
  // Once a minute is enough for who is on call, and the calendar is some work.
  const at = createMemo(() => Math.floor(now() / MINUTE_MS) * MINUTE_MS);
  const span = createMemo(() => calendarSpan(props.rota.timeZone, at()));
  const covers = createMemo(() =>
    props.view.covers.filter(({ rotaId }) => rotaId === props.rota.id).flatMap((offer) => coverOf(offer) ?? []),
  );
  const layers = createMemo(() =>
    props.rota.layers.map(({ id, name }) => ({ id, name, duties: dutiesOf(props.rota, covers(), id, span()) })),
  );
  const gaps = (): number => layers()[0]?.duties.filter(({ userId }) => userId === undefined).length ?? 0;
  const branch = (): string =>
    props.view.branches.find(({ id }) => id === props.rota.branchId)?.name ?? say('onCall.allBranches');
  const moment = (instant: number): string => dutyMoment(instant, props.rota.timeZone);
  return (
    <Section
      title={props.rota.name}
      end={
        <>
          <span class="muted">{branch()}</span>
          <Show when={gaps() > 0}>
            <Pill tone="warning" glyph="warning">
              {sayCount('onCall.gaps', gaps())}
            </Pill>
          </Show>
          <Button onClick={() => props.onSwap(props.rota)}>{say('cover.swap')}</Button>
          <Show when={props.onEdit}>
            {(edit) => <Button onClick={() => edit()(props.rota)}>{say('onCall.edit')}</Button>}
          </Show>
          <Show when={props.onArchive}>
            {(archive) => (
              <Button look="quiet" onClick={() => archive()(props.rota)}>
                {say('onCall.archive')}
              </Button>
            )}
          </Show>
        </>
      }
    >
      <ul class="on-call-now">
        <For each={layers()}>
          {(layer) => {
            const present = (): Duty | undefined =>
              layer.duties.find(({ from, until }) => from <= at() && at() < until);
            const following = (): Duty | undefined =>
              layer.duties.find(({ from, userId }) => from > at() && userId !== present()?.userId);
            return (
              <li class="on-call-person">
                <Show when={present()?.userId} fallback={<Avatar name="?" />}>
                  {(userId) => <Avatar name={nameIn(props.view, userId())} />}
                </Show>
                <span class="on-call-who">
                  <span class="muted">{layer.name}</span>
                  <strong class="truncate">{nameIn(props.view, present()?.userId)}</strong>
                  <Show when={present()}>
                    {(duty) => (
                      <span class="muted number">
                        {say('onCall.until', { time: moment(duty().until) })}
                        <Show when={following()}>
                          {(next) =>
                            ` · ${say('onCall.next', { name: nameIn(props.view, next().userId), time: moment(next().from) })}`
                          }
                        </Show>
                      </span>
                    )}
                  </Show>
                </span>
              </li>
            );
          }}
        </For>
      </ul>
      <DutyCalendar
        zone={props.rota.timeZone}
        now={at()}
        span={span()}
        layers={layers()}
        nameOf={(userId) => nameIn(props.view, userId)}
      />
    </Section>
  );
}
