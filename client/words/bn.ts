import { account } from './bn/account.ts';
import { admin } from './bn/admin.ts';
import { alarm } from './bn/alarm.ts';
import { base } from './bn/base.ts';
import { bulk } from './bn/bulk.ts';
import { customer } from './bn/customer.ts';
import { door } from './bn/door.ts';
import { home } from './bn/home.ts';
import { inspector } from './bn/inspector.ts';
import { maintenance } from './bn/maintenance.ts';
import { nas } from './bn/nas.ts';
import { onCall } from './bn/onCall.ts';
import { online } from './bn/online.ts';
import { problems } from './bn/problems.ts';
import { radius } from './bn/radius.ts';
import { shell } from './bn/shell.ts';
import { staticLine } from './bn/staticLine.ts';
import { subscription } from './bn/subscription.ts';
import { troubleshooting } from './bn/troubleshooting.ts';
import { ui } from './bn/ui.ts';
import { voucher } from './bn/voucher.ts';
import type { Catalogue } from './catalogue.ts';

/** Bangla, loaded when it is chosen. One line per area, as in `en.ts`. */
export const bn: Catalogue = {
  words: {
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
    ...onCall,
    ...nas,
    ...online,
    ...radius,
    ...shell,
    ...staticLine,
    ...subscription,
    ...troubleshooting,
    ...ui,
    ...voucher,
  },
  problems,
};
