import { account } from './en/account.ts';
import { admin } from './en/admin.ts';
import { alarm } from './en/alarm.ts';
import { base } from './en/base.ts';
import { bulk } from './en/bulk.ts';
import { customer } from './en/customer.ts';
import { door } from './en/door.ts';
import { home } from './en/home.ts';
import { inspector } from './en/inspector.ts';
import { maintenance } from './en/maintenance.ts';
import { nas } from './en/nas.ts';
import { onCall } from './en/onCall.ts';
import { online } from './en/online.ts';
import { radius } from './en/radius.ts';
import { shell } from './en/shell.ts';
import { staticLine } from './en/staticLine.ts';
import { subscription } from './en/subscription.ts';
import { troubleshooting } from './en/troubleshooting.ts';
import { ui } from './en/ui.ts';
import { voucher } from './en/voucher.ts';

/** English, and the list of everything that needs words. One file per area; `{name}` is filled in. */
export const en = {
  ...account,
  ...admin,
  ...alarm,
  ...base,
  ...bulk,
  ...customer,
  ...door,
  ...home,
  ...inspector,
  ...maintenance,
  ...nas,
  ...onCall,
  ...online,
  ...radius,
  ...shell,
  ...staticLine,
  ...subscription,
  ...troubleshooting,
  ...ui,
  ...voucher,
} as const;
