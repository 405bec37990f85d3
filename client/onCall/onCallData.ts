import { OnCallView } from '#shared/onCall/view.ts';
import type { UserId } from '#shared/values/ids.ts';
import { getJson } from '../shell/api.ts';
import { createFetched, type Fetched } from '../shell/createFetched.ts';
import type { Option } from '../ui/form/option.ts';
import { say } from '../words/words.ts';

/** Rotas, rules and ways, as one answer. */
export function createOnCall(): Fetched<OnCallView> {
  return createFetched((signal) => getJson('/api/on-call', OnCallView, { signal }));
}

export function nameIn(view: OnCallView, userId: UserId | undefined): string {
  if (userId === undefined) return say('onCall.nobody');
  return view.people.find(({ id }) => id === userId)?.name ?? say('onCall.nobody');
}

export function personOptions(view: OnCallView): readonly Option[] {
  return view.people
    .filter(({ disabled }) => !disabled)
    .map(({ id, name, roleName }) => ({ value: id, label: name, note: roleName }));
}

export function branchOptions(view: OnCallView): readonly Option[] {
  return view.branches.map(({ id, name }) => ({ value: id, label: name }));
}
