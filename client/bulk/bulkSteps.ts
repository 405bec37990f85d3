import type { BulkJobDetail } from '#shared/bulk/job.ts';
import type { BulkState } from '#shared/bulk/values.ts';
import type { Step } from '../ui/Stepper.tsx';
import { say } from '../words/words.ts';

/** Which step a state is in: 0 naming, 1 looking, 2 doing, 3 over. */
const at: Readonly<Record<BulkState, number>> = {
  ...{ draft: 0, checking: 1, checked: 2, waiting: 2, running: 2, held: 2 },
  ...{ done: 3, cancelled: 3, failed: 3, undoing: 3, undone: 3 },
};

/** The way of a job. */
export function bulkSteps({ kind, state, startedAt }: BulkJobDetail): readonly Step[] {
  const stopped = (state === 'failed' || state === 'cancelled') && startedAt === undefined;
  const now = stopped ? 1 : at[state];
  const labels =
    kind === 'import'
      ? [say('bulk.step.columns'), say('bulk.step.check'), say('bulk.step.run')]
      : [say('bulk.step.preview'), say('bulk.step.act')];
  const shift = kind === 'import' ? 0 : 1;
  return labels.map((label, index) => {
    const place = index + shift;
    if (stopped && place === now) return { label, state: 'failed' };
    return { label, state: place < now ? 'done' : place === now ? 'now' : 'ahead' };
  });
}
