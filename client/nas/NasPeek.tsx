import { A } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import type { NasDetail, NasRow } from '#shared/nas/view.ts';
import { useSession } from '../shell/session.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { PeekPanel } from '../ui/PeekPanel.tsx';
import { say } from '../words/words.ts';
import { createNasActs } from './nasActs.ts';
import { createNasDetail } from './nasDetail.ts';
import { NasFacts } from './NasFacts.tsx';
import { NasFigures } from './NasFigures.tsx';
import { NasStatePill } from './NasStatePill.tsx';

/** A router beside its list: state, figures, what it is; Enter opens its page. */
export function NasPeek(props: { id: string; listed: NasRow | undefined; onClose: () => void }): JSX.Element {
  const session = useSession();
  const detail = createNasDetail(() => props.id);
  const acts = createNasActs();
  const row = (): NasRow | NasDetail | undefined => detail.router() ?? props.listed;
  return (
    <PeekPanel
      label={row()?.name ?? say('nas.kind')}
      marks={<Show when={row()}>{(nas) => <NasStatePill nas={nas()} timeZone={session.timeZone} />}</Show>}
      title={row()?.name ?? ''}
      text={<p class="muted mono">{row()?.address}</p>}
      href={`/routers/${props.id}`}
      onClose={props.onClose}
      actions={
        <Show when={session.permissions.includes('nas.operate') && row()?.state !== 'up'}>
          <Button onClick={() => void acts.tryNow(props.id)}>{say('nas.tryNow')}</Button>
        </Show>
      }
    >
      <Show when={detail.refusal()}>
        {(why) => (
          <Banner tone="unknown" glyph="info">
            {why()}
          </Banner>
        )}
      </Show>
      <Show when={row()?.error}>
        {(why) => (
          <Banner tone="critical" glyph="warning">
            {why()}
          </Banner>
        )}
      </Show>
      <Show when={row()}>{(nas) => <NasFigures nas={nas()} />}</Show>
      <Show when={detail.router()}>{(nas) => <NasFacts nas={nas()} />}</Show>
      <p>
        <A href={`/alarms?q=${encodeURIComponent(row()?.name ?? '')}`}>{say('nas.alarms')}</A>
      </p>
    </PeekPanel>
  );
}
