import type { ReplyDialect } from '../replyDialect.ts';
import { standardDialect } from '../standardDialect.ts';
import { accelPppReply } from './accelPpp/accelPppReply.ts';
import { ciscoReply } from './cisco/ciscoReply.ts';
import { huaweiReply } from './huawei/huaweiReply.ts';
import { juniperReply } from './juniper/juniperReply.ts';
import { mikrotikReply } from './mikrotik/mikrotikReply.ts';
import { zteReply } from './zte/zteReply.ts';

/** Every dialect there is; a new one is a folder and a line here. */
export const replyDialects: readonly ReplyDialect[] = [
  standardDialect,
  mikrotikReply,
  huaweiReply,
  ciscoReply,
  juniperReply,
  zteReply,
  accelPppReply,
];

/** `standard` for a name that is not known. */
export function replyDialectOf(name: string): ReplyDialect {
  return replyDialects.find((dialect) => dialect.name === name) ?? standardDialect;
}
