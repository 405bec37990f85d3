import type { Instant } from '#shared/values/time.ts';

/** What is never deleted, but taken out of use and put back into it. */
export interface Archivable {
  readonly id: string;
  readonly name: string;
  readonly archivedAt: Instant | null;
}

/** What can be done with the one that is looked at. */
export interface ArchivableActs {
  readonly mayManage: boolean;
  change(): void;
  archive(): void;
  restore(): void;
  close(): void;
}
