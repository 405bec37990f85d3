import { encodeAttributes } from './encodeAttributes.ts';
import type { ProfileKey, ReplyDialect } from './replyDialect.ts';
import type { ServiceProfile } from './serviceProfile.ts';

/** What an Accept says to routers of this dialect. */
export function encodeReply({ parts }: ReplyDialect, profile: ServiceProfile): Uint8Array {
  return encodeAttributes((writer) => {
    for (const part of parts) part.write(profile, writer, false);
  });
}

/** What every router does anyway. */
const usual: Partial<ServiceProfile> = { priority: 8, interimSeconds: 0 };

/**
 * What of the profile is not in force on routers of this dialect, since they have no words for it, or since something else
 * that is said leaves no place for it: the attributes would be the same without.
 */
export function unsaidOf(dialect: ReplyDialect, profile: ServiceProfile): readonly ProfileKey[] {
  const said = encodeReply(dialect, profile);
  return (Object.keys(profile) as ProfileKey[]).filter((key) => {
    if (key === 'accessType' || profile[key] === undefined || profile[key] === usual[key]) return false;
    return Buffer.compare(said, encodeReply(dialect, { ...profile, [key]: usual[key] })) === 0;
  });
}
