import { alarmActor } from '../alarm/alarmActor.ts';
import { approvalActor } from '../approval/approvalActor.ts';
import { deviceIntentActor } from '../deviceIntent/deviceIntentActor.ts';
import { escalationActor } from '../escalation/escalationActor.ts';
import { maintenanceActor } from '../maintenance/maintenanceActor.ts';
import { noticeActor } from '../notice/noticeActor.ts';
import { subscriptionActor } from '../subscription/subscriptionActor.ts';
import type { DomainKind } from './domainKind.ts';

/** The table of contents of the running domain, alphabetical. Device kinds come with the feature that runs them. */
export const domainKinds = [
  alarmActor, //
  approvalActor,
  deviceIntentActor,
  escalationActor,
  maintenanceActor,
  noticeActor,
  subscriptionActor,
] as readonly unknown[] as readonly DomainKind[];
