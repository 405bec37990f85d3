import { accelPppDictionary } from './accelPpp.ts';
import { ascendDictionary } from './ascend.ts';
import { ciscoDictionary } from './cisco.ts';
import type { Dictionary } from './dictionary.ts';
import { dslForumDictionary } from './dslForum.ts';
import { erxDictionary } from './erx.ts';
import { huaweiDictionary } from './huawei.ts';
import { juniperDictionary } from './juniper.ts';
import { microsoftDictionary } from './microsoft.ts';
import { mikrotikDictionary } from './mikrotik.ts';
import { redbackDictionary } from './redback.ts';
import { standardDictionary } from './standard.ts';
import { wisprDictionary } from './wispr.ts';
import { zteDictionary } from './zte.ts';

export const allDictionaries: readonly Dictionary[] = [
  standardDictionary,
  accelPppDictionary,
  ascendDictionary,
  ciscoDictionary,
  dslForumDictionary,
  erxDictionary,
  huaweiDictionary,
  juniperDictionary,
  microsoftDictionary,
  mikrotikDictionary,
  redbackDictionary,
  wisprDictionary,
  zteDictionary,
];
