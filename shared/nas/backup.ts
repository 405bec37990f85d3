import { z } from 'zod';
import { ActorId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';

/** schedule: its time had come · manual: somebody asked · act: before and after an act on the router */
export const NasBackupReason = z.enum(['schedule', 'manual', 'act']);
export type NasBackupReason = z.infer<typeof NasBackupReason>;

/** One configuration that differs from the one before it; secrets are taken out before it is kept. */
export const NasBackup = z.object({
  id: ActorId,
  takenAt: Instant,
  /** The last time the router was found to have just this configuration. */
  seenAt: Instant,
  reason: NasBackupReason,
  takenBy: z.object({ id: UserId, name: z.string() }).optional(),
  /** Of the router's software. */
  version: z.string().optional(),
  lines: z.int(),
  bytes: z.int(),
  /** Against the one before; absent for the first. */
  added: z.int().optional(),
  removed: z.int().optional(),
});
export type NasBackup = z.infer<typeof NasBackup>;

/** `GET /api/nas/:id/backups` (permission `nas.backup`): newest first. */
export const NasBackupPage = z.object({
  rows: z.array(NasBackup),
  next: z.string().optional(),
  /** How the last attempt went, if it did not succeed. */
  trouble: z.object({ at: Instant, message: z.string() }).optional(),
  /** When the schedule takes the next one; absent: not scheduled. */
  nextAt: Instant.optional(),
});
export type NasBackupPage = z.infer<typeof NasBackupPage>;

/** `POST /api/nas/:id/backups`: takes one now; 201. `unchanged`: the router has what the newest one holds. */
export const NasBackupTaken = z.object({ backup: NasBackup, unchanged: z.boolean() });
export type NasBackupTaken = z.infer<typeof NasBackupTaken>;

/** `GET /api/nas/:id/backups/:backupId` */
export const NasBackupText = z.object({ backup: NasBackup, text: z.string() });
export type NasBackupText = z.infer<typeof NasBackupText>;

/** `PUT /api/nas/backup-schedule` (permission `nas.manage`): hours between backups of each router; 0 switches it off. */
export const NasBackupSchedule = z.object({ everyHours: z.int().min(0).max(720), keptDays: z.int().min(7).max(3_650) });
export type NasBackupSchedule = z.infer<typeof NasBackupSchedule>;
