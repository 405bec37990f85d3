import { createSignal, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { CreatedToken, CreateToken, WallPermission } from '#shared/auth/tokens.ts';
import type { BranchView } from '#shared/tenant/branches.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import { permissionOptions } from '../role/permissionOptions.ts';
import { postJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { DateTimeField } from '../ui/form/DateTimeField.tsx';
import { Form } from '../ui/form/Form.tsx';
import { MultiSelectField } from '../ui/form/MultiSelectField.tsx';
import { RadioField } from '../ui/form/RadioField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { say } from '../words/words.ts';

const Draft = z.object({
  kind: z.enum(['api', 'wall']),
  name: z.string().trim().min(1).max(60),
  permissions: z.array(z.string()).min(1),
  branches: z.array(z.string()),
  expiresAt: z.number().optional(),
});

/** Makes a token and shows its secret, once. */
export function NewTokenDialog(props: {
  branches: readonly BranchView[];
  onClose: () => void;
  onCreated: () => void;
}): JSX.Element {
  const session = useSession();
  const [created, setCreated] = createSignal<CreatedToken>();
  const form = createForm({
    schema: Draft,
    initial: {
      kind: 'api' as z.infer<typeof Draft>['kind'],
      name: '',
      permissions: [] as string[],
      branches: [] as string[],
      expiresAt: undefined as number | undefined,
    },
    async submit(draft) {
      const branches = draft.branches.length === 0 ? 'all' : draft.branches;
      const request = CreateToken.parse({ ...draft, branches, permissions: chosen(draft) });
      setCreated(await postJson('/api/tokens', request, CreatedToken));
      props.onCreated();
    },
  });
  const possible = (): readonly Permission[] =>
    form.values().kind === 'wall'
      ? WallPermission.options.filter((permission) => session.permissions.includes(permission))
      : session.permissions;
  const chosen = (draft: { kind: string; permissions: readonly string[] }): readonly string[] =>
    draft.permissions.filter((permission) => possible().some((one) => one === permission));
  const branchOptions = () =>
    props.branches
      .filter(({ archivedAt }) => archivedAt === undefined)
      .map(({ id, name }) => ({ value: String(id), label: name }));

  return (
    <Dialog title={say('token.new')} onClose={props.onClose}>
      <Show
        when={created()}
        fallback={
          <Form form={form} submitLabel={say('token.create')} onCancel={props.onClose}>
            <RadioField
              form={form}
              name="kind"
              label={say('token.kind')}
              options={[
                { value: 'api', label: say('token.kind.api') },
                { value: 'wall', label: say('token.kind.wall') },
              ]}
            />
            <TextField form={form} name="name" label={say('token.name')} hint={say('token.nameHint')} maxlength={60} />
            <MultiSelectField
              form={form}
              name="permissions"
              label={say('token.may')}
              options={permissionOptions(possible())}
            />
            <MultiSelectField
              form={form}
              name="branches"
              label={say('admin.whichBranches')}
              placeholder={say('admin.allBranches')}
              options={branchOptions()}
              optional
            />
            <DateTimeField
              form={form}
              name="expiresAt"
              label={say('token.expires')}
              hint={say('token.expiresHint')}
              timeZone={session.timeZone}
              optional
            />
          </Form>
        }
      >
        {(answer) => (
          <div class="form">
            <Banner tone="notice" glyph="key">
              {say(answer().link === undefined ? 'token.shownOnce' : 'token.wallOnce')}
            </Banner>
            <CopyField label={answer().token.name} value={answer().link ?? answer().secret} />
            <div class="form-actions">
              <Button look="primary" onClick={() => props.onClose()}>
                {say('token.done')}
              </Button>
            </div>
          </div>
        )}
      </Show>
    </Dialog>
  );
}
