import { z } from 'zod';
import { AccessType } from '../package/values.ts';
import { ActorId, BranchId } from '../values/ids.ts';

/** What a column of a file can be. */
export const ImportField = z.enum([
  ...['customerCode', 'customerName', 'kind', 'phone', 'email', 'address', 'latitude', 'longitude', 'branch', 'labels'],
  ...['notes', 'package', 'accessType', 'username', 'password', 'passwordHash', 'mac', 'staticIpv4', 'delegatedPrefix'],
  ...['state', 'validUntil', 'protectedBy'],
] as const);
export type ImportField = z.infer<typeof ImportField>;

/** Several columns may be phones; everything else is one column. */
export const severalColumns: readonly ImportField[] = ['phone', 'mac', 'labels', 'notes', 'address'];

/** csv and xlsx have columns to be named; a dump of a known system brings its own. */
export const ImportFormat = z.enum(['csv', 'xlsx', 'phpnuxbill', 'freeradius']);
export type ImportFormat = z.infer<typeof ImportFormat>;

/** What a known system has besides customers and their lines. */
export const ImportedKind = z.enum(['router', 'pool', 'package', 'vouchers', 'usage']);
export type ImportedKind = z.infer<typeof ImportedKind>;

export const TextEncoding = z.enum(['utf-8', 'windows-1252', 'utf-16le']);
export type TextEncoding = z.infer<typeof TextEncoding>;
export const Separator = z.enum([',', ';', '\t', '|']);
export type Separator = z.infer<typeof Separator>;
/** How 03/04/2026 is read; what begins with the year, and true dates of a spreadsheet, are always understood. */
export const DateOrder = z.enum(['dmy', 'mdy']);
export type DateOrder = z.infer<typeof DateOrder>;

/** How a file is read, as guessed first and as people put it right. */
export const ImportSettings = z.object({
  encoding: TextEncoding.default('utf-8'),
  separator: Separator.default(','),
  dateOrder: DateOrder.default('dmy'),
  /** By position of the column; null: left out. */
  columns: z.array(ImportField.nullable()).max(200).default([]),
  /** For rows that say nothing about it. */
  branchId: BranchId.nullable().default(null),
  packageId: ActorId.nullable().default(null),
  accessType: AccessType.default('pppoe'),
  /** What names of packages in the file stand for; in lower case. */
  packages: z.record(z.string().max(200), ActorId).default({}),
  /** What is done where a password is only known as a hash. */
  hashed: z.enum(['fail', 'newPassword']).default('fail'),
  /** What is taken over of a known system, besides customers and their lines. */
  take: z.array(ImportedKind).max(5).default([]),
});
export type ImportSettings = z.infer<typeof ImportSettings>;

export const MOST_FILE_BYTES = 52_428_800;
export const MOST_FILE_ROWS = 200_000;
export const MOST_LINES = 100_000;
