import { NasRow } from '#shared/nas/view.ts';
import { createLiveView } from '../../live/createLiveView.ts';
import { useLive } from '../../shell/live.tsx';
import { now } from '../../ui/now.ts';
import { say } from '../../words/words.ts';
import type { Need, NeedSource } from '../need.ts';

const MOST = 30;
/** A restart takes this long; shorter is the alarm list's business. */
const PATIENCE_MS = 2 * 60_000;

/** Routers that have been away for longer than a restart takes, or that let nobody in. */
export function createRouterNeeds(): NeedSource {
  const view = createLiveView(
    useLive(),
    () => ({
      view: 'nas.list',
      filter: { text: '', states: ['down', 'authFailed', 'untrusted'], branches: [] },
      sort: 'trouble',
      window: { offset: 0, limit: MOST },
    }),
    NasRow,
  );
  const need = (router: NasRow): Need => ({
    id: `nas/${router.id}`,
    rank: router.state === 'down' ? 0 : 1,
    tone: router.state === 'down' ? 'critical' : 'warning',
    glyph: 'router',
    kind: say(
      `home.router.${router.state === 'down' ? 'down' : router.state === 'untrusted' ? 'untrusted' : 'refuses'}`,
    ),
    title: router.name,
    detail: [router.address, router.branchName, router.error].filter(Boolean).join(' · '),
    since: router.since,
    href: `/routers/${router.id}`,
  });
  return {
    needs: () =>
      view.rows
        .map(({ fields }) => fields)
        .filter(({ since }) => now() - since > PATIENCE_MS)
        .map(need),
    known: () => view.state !== 'loading',
  };
}
