import { SetAsideMessage } from '#shared/inspector/view.ts';
import { createLiveView } from '../../live/createLiveView.ts';
import { useLive } from '../../shell/live.tsx';
import { say } from '../../words/words.ts';
import type { NeedSource } from '../need.ts';

/** Messages that crashed what they were for: somebody has to look before they are tried again. */
export function createSetAsideNeeds(): NeedSource {
  const view = createLiveView(useLive(), () => ({ view: 'inspector.setAside' }), SetAsideMessage);
  return {
    needs: () =>
      view.rows.map(({ fields: message }) => ({
        id: `set-aside/${message.id}`,
        rank: 1,
        tone: 'warning',
        glyph: 'system',
        kind: say('outcome.set-aside'),
        title: message.type,
        detail: `${message.address} · ${message.error}`,
        since: message.setAsideAt,
        href: '/inspector/set-aside',
      })),
    known: () => view.state !== 'loading',
  };
}
