import { Show, type JSX } from 'solid-js';
import type { BranchId } from '#shared/values/ids.ts';
import { FilterSelect } from '../ui/FilterSelect.tsx';
import { say } from '../words/words.ts';
import { createBranches } from './branches.ts';

/** Narrows a list to one branch; not there for somebody who has but one. */
export function BranchFilter(props: {
  chosen: BranchId | undefined;
  onChoose: (branch: BranchId | undefined) => void;
}): JSX.Element {
  const branches = createBranches();
  return (
    <Show when={(branches.data() ?? []).length > 1}>
      <FilterSelect
        label={say('nas.column.branch')}
        all={say('admin.allBranches')}
        options={branches.data() ?? []}
        chosen={props.chosen}
        onChoose={props.onChoose}
      />
    </Show>
  );
}
