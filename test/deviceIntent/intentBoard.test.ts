import { expect, test } from 'vitest';
import { DEVICE_INTENT } from '#actors/deviceIntent/deviceIntentActor.ts';
import { emptyContext } from '#actors/deviceIntent/deviceIntentMachine.ts';
import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import { IntentBoard, type IntentBoardOptions } from '#server/deviceIntent/intentBoard.ts';
import { ActorId } from '#shared/values/ids.ts';
import { createWorld, tenant } from '#test/support/actorWorld.ts';

const id = ActorId.parse('d0000000-0000-4000-8000-000000000001');
const intent = (state: DeviceIntentState['state']): DeviceIntentState => ({
  ...{ ...emptyContext, id, state, deviceKind: 'nas', deviceId: id, act: 'nas.reboot' },
});
const records = [{ kind: DEVICE_INTENT, actorId: id, type: 'deviceIntent.requested' }] as unknown as EventRecord[];

/** What the runner is given for a request that is heard of. */
async function taken(
  state: DeviceIntentState['state'],
  { here, owns }: { readonly here: boolean; readonly owns: boolean },
): Promise<readonly string[]> {
  const takes: string[] = [];
  let hear: ((heard: readonly EventRecord[], batch: CommittedBatch | undefined) => unknown) | undefined;
  const stored = { version: 1, state: intent(state) };
  const board = new IntentBoard({
    tenant,
    clock: createWorld({ kinds: [] }).time,
    eventLog: {
      follow: (options: { readonly onEvents: typeof hear }) => {
        hear = options.onEvents;
        return { stop: () => Promise.resolve() };
      },
    },
    runner: {
      owns: () => owns,
      take: (_: unknown, __: unknown, fresh?: DeviceIntentState) => takes.push(fresh ? 'as committed' : 'to be read'),
    },
    head: () => Promise.resolve(0),
    open: () => Promise.resolve([]),
    load: () => Promise.resolve([stored]),
  } as unknown as IntentBoardOptions);
  await board.start();
  const address = { tenant, kind: DEVICE_INTENT, id };
  const states = new Map([[`${tenant}/${DEVICE_INTENT}/${id}`, { address, ...stored }]]);
  await hear!(records, here ? { tenant, events: records, states } : undefined);
  await board.stop();
  return takes.slice(0, 1);
}

test.each([
  ['requested here', 'requested', { here: true, owns: true }, ['as committed']],
  ['begun with its request here', 'running', { here: true, owns: true }, ['as committed']],
  ['requested, and read from the log', 'requested', { here: false, owns: true }, ['to be read']],
  [
    'begun with its request, and read from the log by its owner',
    'running',
    { here: false, owns: true },
    ['to be read'],
  ],
  ['begun with its request on another server', 'running', { here: false, owns: false }, []],
] as const)('an intent that was %s', async (_, state, where, expected) => {
  expect(await taken(state, where)).toEqual(expected);
});
