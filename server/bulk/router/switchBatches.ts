import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import type { SwitchBatch } from '#shared/bulk/router.ts';
import { SwitchAccounts } from '#shared/nas/accounts.ts';
import type { ActorId } from '#shared/values/ids.ts';
import { switchedAccounts } from '../../nas/nasFeature.ts';
import type { Names } from '../../platform/names.ts';
import { bulkRefusal } from '../bulkRefusal.ts';

/** Batches of accounts as people see them, from the intents of a router. */
export function switchBatches(intents: readonly DeviceIntentState[], names: Names): readonly SwitchBatch[] {
  const undone = new Map<ActorId, ActorId>();
  for (const { id, state, input } of intents) {
    const { undoes } = SwitchAccounts.parse(input);
    if (undoes !== undefined && state !== 'cancelled' && state !== 'undone') undone.set(undoes, id);
  }
  return intents.map((intent) => {
    const { service, disabled, names: asked } = SwitchAccounts.parse(intent.input);
    const changed = switchedAccounts(intent)?.length;
    const undoneBy = undone.get(intent.id);
    const byName = intent.requestedBy && names.userName(intent.requestedBy);
    return {
      ...{ intentId: intent.id, service, disabled, asked: asked.length, state: intent.state, at: intent.requestedAt },
      ...(changed === undefined ? {} : { changed }),
      ...(undoneBy === undefined ? {} : { undoneBy }),
      ...(byName === undefined ? {} : { byName }),
    };
  });
}

/** What takes a batch back: exactly those that it has switched, to where they stood. Throws HttpProblem. */
export function undoing(intents: readonly DeviceIntentState[], id: ActorId): SwitchAccounts {
  const batch = intents.find((one) => one.id === id);
  if (!batch) throw bulkRefusal('bulk/batch-not-found');
  const changed = switchedAccounts(batch) ?? [];
  if (changed.length === 0) throw bulkRefusal('bulk/batch-changed-nothing');
  const { service, disabled } = SwitchAccounts.parse(batch.input);
  return { service, names: [...changed], disabled: !disabled, endsSessions: false, undoes: id };
}
