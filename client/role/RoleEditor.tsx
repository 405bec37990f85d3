import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import { isAdministrator } from '#shared/tenant/guardedPermissions.ts';
import { limitedActs, type Limits } from '#shared/tenant/limits.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import type { RoleView } from '#shared/tenant/roles.ts';
import { administer } from '../approval/administer.ts';
import { put, remove } from '../shell/api.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';
import { LimitDialog } from './LimitDialog.tsx';
import { permissionGroup } from './permissionOptions.ts';

/** A role's name, its permissions by noun, and limits on what is counted. Saved as a whole; nothing is half done. */
export function RoleEditor(props: {
  role: RoleView;
  mayManage: boolean;
  onChanged: () => void;
  onDeleted: () => void;
}): JSX.Element {
  const [name, setName] = createSignal(props.role.name);
  const [secondFactor, setSecondFactor] = createSignal(props.role.secondFactorRequired);
  const [permissions, setPermissions] = createSignal<ReadonlySet<Permission>>(new Set(props.role.permissions));
  const [limits, setLimits] = createSignal<Limits>(props.role.limits);
  const [reason, setReason] = createSignal('');
  const [limiting, setLimiting] = createSignal<Permission>();
  const [deleting, setDeleting] = createSignal(false);
  const [pending, setPending] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();

  const before = new Set(props.role.permissions);
  const detailsChanged = (): boolean =>
    name().trim() !== props.role.name || secondFactor() !== props.role.secondFactorRequired;
  const changedPermissions = createMemo(() =>
    Permission.options.filter((one) => before.has(one) !== permissions().has(one)),
  );
  const keptLimits = (): Limits =>
    Object.fromEntries(Object.entries(limits()).filter(([act]) => permissions().has(act as Permission)));
  const limitsChanged = (): boolean => JSON.stringify(keptLimits()) !== JSON.stringify(props.role.limits);
  const unsaved = (): number => changedPermissions().length + Number(detailsChanged()) + Number(limitsChanged());
  const becomesAdministrator = (): boolean => isAdministrator(permissions()) && !isAdministrator(before);

  const toggle = (permission: Permission): void => {
    const next = new Set(permissions());
    if (!next.delete(permission)) next.add(permission);
    setPermissions(next);
  };
  async function save(): Promise<void> {
    setPending(true);
    setTrouble(undefined);
    const path = `/api/roles/${props.role.id}`;
    try {
      // Limits only fit acts the role has: they go first when acts are taken away, and last when acts are added.
      if (limitsChanged()) await put(`${path}/limits`, { limits: onlyHeld(keptLimits(), before) });
      if (detailsChanged()) await put(path, { name: name().trim(), secondFactorRequired: secondFactor() });
      let waiting = false;
      if (changedPermissions().length > 0) {
        const body = { permissions: [...permissions()], ...(reason().trim() === '' ? {} : { reason: reason() }) };
        waiting = (await administer('PUT', `${path}/permissions`, body)).outcome === 'waiting';
      }
      if (limitsChanged() && !waiting) await put(`${path}/limits`, { limits: keptLimits() });
      if (!waiting) showToast({ text: say('admin.saved'), tone: 'done' });
      props.onChanged();
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    } finally {
      setPending(false);
    }
  }
  const discard = (): void => {
    setName(props.role.name);
    setSecondFactor(props.role.secondFactorRequired);
    setPermissions(new Set(before));
    setLimits(props.role.limits);
    setTrouble(undefined);
  };

  return (
    <section class="role-editor" aria-label={props.role.name}>
      <label class="field">
        <span class="field-label">{say('role.name')}</span>
        <input
          maxlength={60}
          disabled={!props.mayManage}
          value={name()}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <div class="field">
        <label class="check">
          <input
            type="checkbox"
            class="checkbox"
            disabled={!props.mayManage}
            checked={secondFactor()}
            onChange={({ currentTarget }) => setSecondFactor(currentTarget.checked)}
          />
          {say('role.secondFactor')}
        </label>
        <span class="field-hint check-note">{say('role.secondFactorHint')}</span>
      </div>
      <h2>{say('role.permissions')}</h2>
      <div class="role-groups">
        <For each={[...Map.groupBy(Permission.options, permissionGroup)]}>
          {([group, list]) => (
            <fieldset class="role-group">
              <legend>{say(`permission.group.${group}`)}</legend>
              <For each={list}>
                {(permission) => (
                  <div
                    class="role-permission"
                    classList={{ changed: before.has(permission) !== permissions().has(permission) }}
                  >
                    <label class="check">
                      <input
                        type="checkbox"
                        class="checkbox"
                        disabled={!props.mayManage}
                        checked={permissions().has(permission)}
                        onChange={() => toggle(permission)}
                      />
                      {say(`permission.${permission}`)}
                    </label>
                    <Show when={limitedActs.some((act) => act === permission) && permissions().has(permission)}>
                      <Button look="quiet" disabled={!props.mayManage} onClick={() => setLimiting(permission)}>
                        <LimitWords limit={limits()[permission]} />
                      </Button>
                    </Show>
                  </div>
                )}
              </For>
            </fieldset>
          )}
        </For>
      </div>
      <Show when={props.mayManage}>
        <div class="role-foot">
          <Show when={becomesAdministrator()}>
            <label class="field">
              <span class="field-label">{say('admin.reason')}</span>
              <input maxlength={500} value={reason()} onInput={({ currentTarget }) => setReason(currentTarget.value)} />
              <span class="field-hint">{say('admin.reasonHint')}</span>
            </label>
          </Show>
          <Show when={trouble()}>
            {(why) => (
              <Banner tone="critical" glyph="warning" alert>
                {why()}
              </Banner>
            )}
          </Show>
          <div class="form-actions">
            <Show when={props.role.users === 0 && props.role.invitations === 0}>
              <Button onClick={() => setDeleting(true)}>{say('role.delete')}</Button>
            </Show>
            <Show when={unsaved() > 0}>
              <span class="muted" role="status">
                {sayCount('role.unsaved', unsaved())}
              </span>
              <Button onClick={discard}>{say('role.discard')}</Button>
            </Show>
            <Button look="primary" pending={pending()} disabled={unsaved() === 0} onClick={() => void save()}>
              {say('admin.save')}
            </Button>
          </div>
        </div>
      </Show>
      <Show when={limiting()} keyed>
        {(act) => (
          <LimitDialog
            act={act}
            limit={limits()[act]}
            onClose={() => setLimiting(undefined)}
            onSet={(limit) => {
              const { [act]: _, ...others } = limits();
              setLimits(limit === undefined ? others : { ...others, [act]: limit });
              setLimiting(undefined);
            }}
          />
        )}
      </Show>
      <Show when={deleting()}>
        <ConfirmDialog
          title={say('role.deleteTitle', { name: props.role.name })}
          act={say('role.delete')}
          danger
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await remove(`/api/roles/${props.role.id}`);
            showToast({ text: say('role.deleted', { name: props.role.name }), tone: 'done' });
            props.onDeleted();
          }}
        >
          {say('role.deleteText')}
        </ConfirmDialog>
      </Show>
    </section>
  );
}

function onlyHeld(limits: Limits, held: ReadonlySet<Permission>): Limits {
  return Object.fromEntries(Object.entries(limits).filter(([act]) => held.has(act as Permission)));
}

function LimitWords(props: { limit: Limits[Permission] }): JSX.Element {
  return (
    <Show when={props.limit} fallback={say('role.limitNone')}>
      {(limit) => say('role.limitOf', { most: limit().most, days: limit().perDays })}
    </Show>
  );
}
