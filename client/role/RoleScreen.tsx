import { useNavigate, useParams } from '@solidjs/router';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { peopleTabs } from '../user/peopleTabs.ts';
import { say, sayCount } from '../words/words.ts';
import { NewRoleDialog } from './NewRoleDialog.tsx';
import './role.css';
import { RoleEditor } from './RoleEditor.tsx';
import { createRoles } from './roles.ts';

/** Roles on the left, on the right what the chosen one may do. */
export function RoleScreen(): JSX.Element {
  const session = useSession();
  const params = useParams<{ id?: string }>();
  const navigate = useNavigate();
  const roles = createRoles();
  const [making, setMaking] = createSignal(false);
  const chosen = () => roles.data()?.find(({ id }) => id === params.id);
  useTrail(() => [
    { label: say('user.title'), href: '/users' },
    { label: say('role.title'), ...(chosen() ? { href: '/roles' } : {}) },
    ...(chosen() ? [{ label: chosen()!.name }] : []),
  ]);
  const mayManage = (): boolean => session.permissions.includes('role.manage');
  return (
    <div class="peek-list">
      <TabLinks label={say('user.title')} tabs={peopleTabs()}>
        <Show when={mayManage()}>
          <Button look="primary" onClick={() => setMaking(true)}>
            {say('role.new')}
          </Button>
        </Show>
      </TabLinks>
      <Show
        when={roles.data()}
        fallback={
          <Show when={roles.trouble()} fallback={<Skeleton rows={10} label={say('loading')} />}>
            {(why) => (
              <ErrorState title={say('admin.failed')} text={why()}>
                <Button onClick={() => void roles.reload()}>{say('tryAgain')}</Button>
              </ErrorState>
            )}
          </Show>
        }
      >
        {(list) => (
          <div class="role-page" classList={{ chosen: chosen() !== undefined }}>
            <nav class="role-list" aria-label={say('role.title')}>
              <For each={list()}>
                {(role) => (
                  <button
                    type="button"
                    class="role-line"
                    aria-current={role.id === params.id ? 'true' : undefined}
                    onClick={() => navigate(`/roles/${role.id}`)}
                  >
                    <span class="truncate">{role.name}</span>
                    <span class="faint number">{sayCount('role.people', role.users)}</span>
                  </button>
                )}
              </For>
            </nav>
            <Show
              when={chosen()}
              keyed
              fallback={<EmptyState glyph="person" title={say('role.title')} text={say('role.choose')} />}
            >
              {(role) => (
                <RoleEditor
                  role={role}
                  mayManage={mayManage()}
                  onChanged={() => void roles.reload()}
                  onDeleted={() => {
                    navigate('/roles');
                    void roles.reload();
                  }}
                />
              )}
            </Show>
          </div>
        )}
      </Show>
      <Show when={making()}>
        <NewRoleDialog
          roles={roles.data() ?? []}
          onClose={() => setMaking(false)}
          onCreated={(id) => {
            setMaking(false);
            void roles.reload().then(() => navigate(`/roles/${id}`));
          }}
        />
      </Show>
    </div>
  );
}
