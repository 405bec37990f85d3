import type { Component } from 'solid-js';
import type { Permission } from '#shared/tenant/permissions.ts';
import { AlarmCard } from './AlarmCard.tsx';
import { MaintenanceCard } from './MaintenanceCard.tsx';
import { OnCallCard } from './OnCallCard.tsx';
import { RouterCard } from './RouterCard.tsx';

/** Figures at the top of home; one line per card. A card draws itself with `HomeCard`. */
export const homeCards: readonly { readonly permission: Permission; readonly card: Component }[] = [
  { permission: 'alarm.view', card: AlarmCard },
  { permission: 'nas.view', card: RouterCard },
  { permission: 'onCall.view', card: OnCallCard },
  { permission: 'maintenance.view', card: MaintenanceCard },
];
