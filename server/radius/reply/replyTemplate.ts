import type { ReplyTemplate } from '../policy/replyTemplate.ts';
import { encodeReply } from './encodeReply.ts';
import type { ServiceProfile } from './serviceProfile.ts';
import { replyDialects } from './vendors/all.ts';

/** What every kind of router is told. */
export function replyTemplate(id: number, profile: ServiceProfile): ReplyTemplate {
  const attributes = replyDialects.map((dialect) => [dialect.name, encodeReply(dialect, profile)] as const);
  return { id, attributes: Object.fromEntries(attributes), interimSeconds: profile.interimSeconds };
}
