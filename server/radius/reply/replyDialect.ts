import type { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import type { ServiceProfile } from './serviceProfile.ts';

export type ProfileKey = keyof ServiceProfile;

/**
 * What a router does when this changes while a session is up. coa: takes it by CoA · later: with the next session, which
 * is soon enough · disconnect: only a new session has it, so this one is ended.
 */
export type ChangeWay = 'coa' | 'later' | 'disconnect';

/** Some of a profile as some attributes. */
export interface ReplyPart {
  /** What of the profile the attributes say. */
  readonly about: readonly ProfileKey[];
  readonly change: ChangeWay;
  /**
   * Writes what an Accept says. In a CoA (`isChange`) also what is limited no longer, where there are words for it: an
   * attribute that is left out stays as it was.
   */
  readonly write: (profile: ServiceProfile, writer: PacketWriter, isChange: boolean) => void;
}

/** How the routers of one kind are told what a package wants. */
export interface ReplyDialect {
  /** RadiusNas.dialect and the name in ReplyTemplate.attributes. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  readonly parts: readonly ReplyPart[];
}
