import { z } from 'zod';
import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import type { Clock } from '#actors/system/clock.ts';
import { type NasBackup, NasBackupPage, NasBackupSchedule, NasBackupTaken, NasBackupText } from '#shared/nas/backup.ts';
import { ActorId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import { changesBetween } from '../../platform/audit/act.ts';
import { recordAct } from '../../platform/audit/auditStore.ts';
import { requireSubject } from '../../platform/auth/accessControl.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Routes } from '../../platform/http/httpApp.ts';
import { HttpProblem } from '../../platform/http/problem.ts';
import type { Names, NamesSource } from '../../platform/names.ts';
import { nasRefusal } from '../nasRefusal.ts';
import { findNas } from '../nasStore.ts';
import { requireLiveNas } from '../requireLiveNas.ts';
import type { NasBackups } from './nasBackups.ts';
import type { NasBackupScheduler } from './nasBackupScheduler.ts';
import {
  backupPage,
  readBackup,
  readBackupSchedule,
  readBackupTurn,
  type StoredBackup,
  writeBackupSchedule,
} from './nasBackupStore.ts';

export interface NasBackupRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly names: NamesSource;
  readonly backups: NasBackups;
  readonly scheduler: NasBackupScheduler;
}

const WITHIN_MS = 60_000;
const ofNas = z.object({ id: ActorId });
const ofBackup = z.object({ id: ActorId, backupId: ActorId });
const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** `next` of the page before. */
  before: z.string().max(80).optional(),
});
const Cursor = z.tuple([z.coerce.number().pipe(Instant), ActorId]);
const read = { access: 'nas.backup' } as const;
const manage = { access: 'nas.manage' } as const;

/** Configurations of routers, and when they are taken. */
export function nasBackupRoutes(options: NasBackupRoutesOptions): Routes {
  const { database, clock, names, backups, scheduler } = options;
  return (app) => {
    app.get(
      '/api/nas/:id/backups',
      {
        config: read,
        schema: {
          summary: 'Configuration backups of a router',
          params: ofNas,
          querystring: PageQuery,
          response: { 200: NasBackupPage },
        },
      },
      async (request): Promise<NasBackupPage> => {
        const { tenant, branches } = requireSubject(request);
        const { limit } = request.query;
        const before = parseCursor(request.query.before);
        const { id } = request.params;
        const { found, turn, everyHours } = await database.tenantTx(tenant, async (tx) => {
          if (!(await findNas(tx, id, branches))) throw nasRefusal('nas/not-found');
          return {
            found: await backupPage(tx, id, { limit, before }),
            turn: await readBackupTurn(tx, id),
            ...(await readBackupSchedule(tx)),
          };
        });
        const known = await names.namesOf(tenant);
        const last = found.length === limit ? found.at(-1) : undefined;
        return {
          rows: found.map((backup) => shown(backup, known)),
          ...(last ? { next: `${last.takenAt}_${last.id}` } : {}),
          ...(turn?.failedAt === undefined ? {} : { trouble: { at: turn.failedAt, message: turn.trouble ?? '' } }),
          ...(turn && everyHours > 0 ? { nextAt: turn.nextAt } : {}),
        };
      },
    );
    app.post(
      '/api/nas/:id/backups',
      {
        config: read,
        schema: { summary: 'Take a configuration backup now', params: ofNas, response: { 201: NasBackupTaken } },
      },
      async (request, reply) => {
        const { tenant, branches, userId } = requireSubject(request);
        const nas = await database.tenantTx(tenant, (tx) => requireLiveNas(tx, request.params.id, branches));
        const signal = AbortSignal.timeout(WITHIN_MS);
        const taken = await backups
          .take(nas, { reason: 'manual', by: userId }, signal)
          .catch(async (error: unknown) => {
            await scheduler.noteOutcome(nas, error);
            throw error instanceof NasTrouble
              ? nasRefusal('nas/not-connected', error)
              : nasRefusal('nas/backup-failed', error);
          });
        await scheduler.noteOutcome(nas, undefined);
        const backup = shown(taken.backup, await names.namesOf(tenant));
        return await reply.code(201).send({ backup, unchanged: taken.unchanged });
      },
    );
    app.get(
      '/api/nas/:id/backups/:backupId',
      {
        config: read,
        schema: { summary: 'One configuration backup', params: ofBackup, response: { 200: NasBackupText } },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const { id, backupId } = request.params;
        const found = await database.tenantTx(tenant, async (tx) => {
          if (!(await findNas(tx, id, branches))) throw nasRefusal('nas/not-found');
          return await readBackup(tx, id, backupId);
        });
        if (!found) throw nasRefusal('nas/backup-not-found');
        return { backup: shown(found, await names.namesOf(tenant)), text: found.text };
      },
    );
    const schedule = {
      config: manage,
      schema: { summary: 'When configuration backups are taken', response: { 200: NasBackupSchedule } },
    };
    app.get('/api/nas/backup-schedule', schedule, async (request) =>
      database.tenantTx(requireSubject(request).tenant, readBackupSchedule),
    );
    app.put(
      '/api/nas/backup-schedule',
      {
        config: manage,
        schema: {
          summary: 'Change when configuration backups are taken',
          body: NasBackupSchedule,
          response: { 200: NasBackupSchedule },
        },
      },
      async (request) => {
        const { tenant, userId, branches } = requireSubject(request);
        // It is of the whole company.
        if (branches !== 'all') throw nasRefusal('nas/company-wide');
        await database.tenantTx(tenant, async (tx) => {
          const changes = changesBetween(await readBackupSchedule(tx), request.body);
          const at = clock.now();
          await writeBackupSchedule(tx, request.body, at);
          const id = ActorId.parse(tenant);
          await recordAct(tx, { kind: 'company', id, type: 'company.backupScheduleChanged', changes, by: userId, at });
        });
        return request.body;
      },
    );
  };
}

function shown({ takenBy, ...stored }: StoredBackup, names: Names): NasBackup {
  const { id, takenAt, seenAt, reason, version, lines, bytes, added, removed } = stored;
  return {
    ...{ id, takenAt, seenAt, reason, lines, bytes },
    ...(version === undefined ? {} : { version }),
    ...(added === undefined || removed === undefined ? {} : { added, removed }),
    ...(takenBy === undefined ? {} : { takenBy: { id: takenBy, name: names.userName(takenBy) ?? '' } }),
  };
}

function parseCursor(text: string | undefined): { readonly takenAt: number; readonly id: ActorId } | undefined {
  if (text === undefined) return undefined;
  const cursor = Cursor.safeParse(text.split('_'));
  if (!cursor.success) throw new HttpProblem(400, 'page/not-understood', 'Use `next` of the page before as `before`.');
  const [takenAt, id] = cursor.data;
  return { takenAt, id };
}
