import type { Catalogue } from './catalogue.ts';
import { account } from './sw/account.ts';
import { admin } from './sw/admin.ts';
import { alarm } from './sw/alarm.ts';
import { base } from './sw/base.ts';
import { bulk } from './sw/bulk.ts';
import { customer } from './sw/customer.ts';
import { door } from './sw/door.ts';
import { home } from './sw/home.ts';
import { inspector } from './sw/inspector.ts';
import { maintenance } from './sw/maintenance.ts';
import { nas } from './sw/nas.ts';
import { onCall } from './sw/onCall.ts';
import { online } from './sw/online.ts';
import { problems } from './sw/problems.ts';
import { radius } from './sw/radius.ts';
import { shell } from './sw/shell.ts';
import { staticLine } from './sw/staticLine.ts';
import { subscription } from './sw/subscription.ts';
import { troubleshooting } from './sw/troubleshooting.ts';
import { ui } from './sw/ui.ts';
import { voucher } from './sw/voucher.ts';

/** Swahili, loaded when it is chosen. One line per area, as in `en.ts`. */
export const sw: Catalogue = {
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
