import { ApprovalRow } from '#shared/approval/view.ts';
import { createLiveView } from '../../live/createLiveView.ts';
import { useLive } from '../../shell/live.tsx';
import { say } from '../../words/words.ts';
import type { NeedSource } from '../need.ts';

/** What colleagues asked for and I may decide. */
export function createApprovalNeeds(): NeedSource {
  const view = createLiveView(useLive(), () => ({ view: 'approvals', filter: 'toDecide' }), ApprovalRow);
  return {
    needs: () =>
      view.rows
        .map(({ fields }) => fields)
        .filter(({ state }) => state === 'requested')
        .map((approval) => ({
          id: `approval/${approval.id}`,
          rank: 1,
          tone: 'maintenance',
          glyph: 'person',
          kind: say('home.approval'),
          title: say('home.approval.title', { name: approval.requestedByName, subject: approval.subjectName }),
          detail: approval.reason,
          since: approval.requestedAt,
          href: `/approvals?approval=${approval.id}`,
        })),
    known: () => view.state !== 'loading',
  };
}
