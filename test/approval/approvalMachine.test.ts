import { expect, test } from 'vitest';
import { approvalActor } from '#actors/approval/approvalActor.ts';
import type { ApprovalState } from '#actors/approval/approvalState.ts';
import type { Caller } from '#actors/system/envelope.ts';
import type { ApprovalCommand } from '#shared/approval/commands.ts';
import type { ApprovalState as StateName } from '#shared/approval/values.ts';
import { ActorId, UserId } from '#shared/values/ids.ts';

const id = ActorId.parse('0198fa29-0b0d-7b80-828d-000000000001');
const [asker, decider] = [
  UserId.parse('0198fa29-0b0d-7b80-828d-00000000000a'),
  UserId.parse('0198fa29-0b0d-7b80-828d-00000000000b'),
];
const byUser = (userId: UserId): Caller => ({ kind: 'user', userId, branches: 'all' });
const bySystem: Caller = { kind: 'system', name: 'approvals' };
const expiresAt = 1_000;

const request: ApprovalCommand = {
  type: 'approval.request',
  act: 'nas.reboot',
  permission: 'nas.operate',
  subjectKind: 'nas',
  subjectId: id,
  amount: 1,
  payload: {},
  subjectName: 'Westlands core',
  details: {},
  reason: 'hangs',
  expiresAt,
};

function decide(state: ApprovalState | undefined, command: ApprovalCommand, caller: Caller, at = 10) {
  return approvalActor.decide(state, command, { id, at, caller });
}

function stateAfter(...steps: readonly (readonly [ApprovalCommand, Caller])[]): ApprovalState {
  let state: ApprovalState | undefined;
  for (const [command, caller] of [[request, byUser(asker)] as const, ...steps]) {
    const decision = decide(state, command, caller);
    if (!decision.accepted) throw new Error(decision.refusal.code);
    state = decision.state;
  }
  return state!;
}

const approve: ApprovalCommand = { type: 'approval.approve', note: 'go on' };
const decline: ApprovalCommand = { type: 'approval.decline' };
const withdraw: ApprovalCommand = { type: 'approval.withdraw' };
const complete: ApprovalCommand = { type: 'approval.complete' };
const fail: ApprovalCommand = { type: 'approval.fail', outcome: 'gone' };
const due: ApprovalCommand = { type: 'approval.expiryDue', due: expiresAt };

const states: Record<StateName, () => ApprovalState> = {
  requested: () => stateAfter(),
  approved: () => stateAfter([approve, byUser(decider)]),
  declined: () => stateAfter([decline, byUser(decider)]),
  expired: () => stateAfter([due, bySystem]),
  withdrawn: () => stateAfter([withdraw, byUser(asker)]),
  carriedOut: () => stateAfter([approve, byUser(decider)], [complete, bySystem]),
  failed: () => stateAfter([approve, byUser(decider)], [fail, bySystem]),
};

test.for<readonly [StateName, ApprovalCommand, Caller, number, string]>([
  ['requested', approve, byUser(decider), 10, 'approved'],
  ['requested', approve, byUser(asker), 10, 'approval/own-request'],
  ['requested', approve, bySystem, 10, 'command/not-permitted'],
  ['requested', approve, byUser(decider), expiresAt, 'approval/expired'],
  ['requested', decline, byUser(decider), 10, 'declined'],
  ['requested', decline, byUser(asker), 10, 'approval/own-request'],
  ['requested', withdraw, byUser(asker), 10, 'withdrawn'],
  ['requested', withdraw, byUser(decider), 10, 'approval/not-yours'],
  ['requested', due, bySystem, expiresAt, 'expired'],
  ['requested', { type: 'approval.expiryDue', due: 999 }, bySystem, 999, 'requested'],
  ['requested', complete, bySystem, 10, 'command/not-allowed'],
  ['approved', complete, bySystem, 10, 'carriedOut'],
  ['approved', fail, bySystem, 10, 'failed'],
  ['approved', complete, byUser(decider), 10, 'command/not-permitted'],
  ['approved', withdraw, byUser(asker), 10, 'approval/decided'],
  ['approved', approve, byUser(decider), 10, 'approval/decided'],
  ['approved', due, bySystem, expiresAt, 'approved'],
  ['declined', approve, byUser(decider), 10, 'approval/decided'],
  ['expired', approve, byUser(decider), 10, 'approval/expired'],
  ['withdrawn', approve, byUser(decider), 10, 'approval/decided'],
  ['carriedOut', complete, bySystem, 10, 'approval/decided'],
  ['failed', fail, bySystem, 10, 'approval/decided'],
])('%s on %o: %s', ([from, command, caller, at, outcome]) => {
  const decision = decide(states[from](), command, caller, at);
  expect(decision.accepted ? decision.state.state : decision.refusal.code).toBe(outcome);
});

test('what was never asked is not found, and nobody but a person asks', () => {
  expect(decide(undefined, approve, byUser(decider))).toMatchObject({ refusal: { code: 'actor/not-found' } });
  expect(decide(undefined, request, bySystem)).toMatchObject({ refusal: { code: 'command/not-permitted' } });
});

test('only what waits has a deadline', () => {
  const deadlines = Object.entries(states).filter(([, make]) => approvalActor.deadlines(make()).length > 0);
  expect(deadlines.map(([name]) => name)).toEqual(['requested']);
});

test('the log names nobody: what it is done to in words stays beside it', () => {
  const decision = decide(undefined, request, byUser(asker));
  expect(decision).toMatchObject({ accepted: true, state: { subjectName: 'Westlands core' } });
  expect(decision.accepted && JSON.stringify(decision.events)).not.toContain('Westlands');
});
