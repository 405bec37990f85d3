import { AlarmRow } from '#shared/alarm/view.ts';
import { createLiveView } from '../../live/createLiveView.ts';
import { useLive } from '../../shell/live.tsx';
import { useSession } from '../../shell/session.tsx';
import { showToast } from '../../ui/toasts.ts';
import { say, sayProblem } from '../../words/words.ts';
import type { Need, NeedSource } from '../need.ts';

const MOST = 30;

/** Criticals that nobody has acknowledged. */
export function createAlarmNeeds(): NeedSource {
  const live = useLive();
  const { permissions } = useSession();
  const view = createLiveView(
    live,
    () => ({
      view: 'alarms',
      filter: { severities: ['critical'], states: ['raised'], text: '', mine: false },
      sort: 'oldest',
      window: { offset: 0, limit: MOST },
    }),
    AlarmRow,
  );
  const send = async (alarm: AlarmRow, verb: 'acknowledge' | 'claim'): Promise<void> => {
    const reply = await live.sendCommand('alarm', alarm.id, { type: `alarm.${verb}` });
    showToast(
      reply.ok
        ? { tone: 'done', text: say(`done.${verb}`, { source: alarm.source }) }
        : { tone: 'trouble', text: sayProblem(reply) },
    );
  };
  const act = (alarm: AlarmRow, verb: 'acknowledge' | 'claim', key: string) => ({
    id: `alarm.${verb}`,
    label: say(`act.${verb}`),
    key,
    run: () => void send(alarm, verb),
  });
  const need = (alarm: AlarmRow): Need => ({
    id: `alarm/${alarm.id}`,
    rank: 0,
    tone: 'critical',
    glyph: 'critical',
    kind: say('severity.critical'),
    title: alarm.text,
    detail: [alarm.source, alarm.branchName].filter(Boolean).join(' · '),
    since: alarm.raisedAt,
    href: `/alarms?alarm=${alarm.id}`,
    acts: [
      ...(permissions.includes('alarm.acknowledge') ? [act(alarm, 'acknowledge', 'a')] : []),
      ...(permissions.includes('alarm.claim') ? [act(alarm, 'claim', 'c')] : []),
    ],
  });
  return { needs: () => view.rows.map(({ fields }) => need(fields)), known: () => view.state !== 'loading' };
}
