import type { JSX } from 'solid-js';
import type { BranchView } from '#shared/tenant/branches.ts';
import type { Form, NamesOf } from '../ui/form/createForm.ts';
import { MultiSelectField } from '../ui/form/MultiSelectField.tsx';
import { say } from '../words/words.ts';

/** Branches to work in; none chosen means all, as the placeholder says. */
export function BranchChoice<Input extends object>(props: {
  form: Form<Input>;
  name: NamesOf<Input, readonly string[]>;
  branches: readonly BranchView[];
}): JSX.Element {
  return (
    <MultiSelectField
      form={props.form}
      name={props.name}
      label={say('admin.whichBranches')}
      placeholder={say('admin.allBranches')}
      options={props.branches
        .filter(({ archivedAt }) => archivedAt === undefined)
        .map(({ id, name }) => ({ value: String(id), label: name }))}
    />
  );
}

/** As the server takes it. */
export function branchesOf(chosen: readonly string[]): 'all' | readonly string[] {
  return chosen.length === 0 ? 'all' : chosen;
}
