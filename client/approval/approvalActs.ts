import { ApiError, post } from '../shell/api.ts';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';

export type ApprovalDecision = 'approve' | 'decline' | 'withdraw';

/** Decides, and says so. A refusal (somebody was faster, it has expired) is said as well; answers whether it was done. */
export async function decideApproval(id: string, decision: ApprovalDecision, note?: string): Promise<boolean> {
  try {
    await post(`/api/approvals/${id}/${decision}`, note ? { note } : {});
    showToast({ text: say(`approval.done.${decision}`), tone: 'done' });
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    showToast({ text: error.message, tone: 'trouble' });
    return false;
  }
}
