import { describePacket, type DescribedAttribute } from '../describePacket.ts';
import { asPacket } from './asPacket.ts';
import { encodeReply, unsaidOf } from './encodeReply.ts';
import type { ProfileKey, ReplyDialect } from './replyDialect.ts';
import type { ServiceProfile } from './serviceProfile.ts';

/** What routers of one kind are told, for whoever edits a package. */
export interface ReplyDescription {
  readonly dialect: string;
  readonly attributes: readonly DescribedAttribute[];
  /** What is not in force on them. */
  readonly unsaid: readonly ProfileKey[];
}

/** Read back from the octets that are sent, so that it cannot say anything else. */
export function describeReply(dialect: ReplyDialect, profile: ServiceProfile): ReplyDescription {
  const attributes = describePacket(asPacket(encodeReply(dialect, profile)));
  return { dialect: dialect.name, attributes, unsaid: unsaidOf(dialect, profile) };
}
