import type { Permission } from '#shared/tenant/permissions.ts';
import type { Option } from '../ui/form/option.ts';
import { say } from '../words/words.ts';

type Group = Permission extends `${infer Noun}.${string}` ? Noun : never;

export function permissionGroup(permission: Permission): Group {
  return permission.split('.')[0] as Group;
}

/** Permissions to choose from, with what they are about as the second line. */
export function permissionOptions(permissions: readonly Permission[]): Option[] {
  return permissions.map((permission) => ({
    value: permission,
    label: say(`permission.${permission}`),
    note: say(`permission.group.${permissionGroup(permission)}`),
  }));
}
