import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#actors/system/clock.ts';
import { errorFields } from '../../platform/log/errorFields.ts';
import type { Logger } from '../../platform/log/logger.ts';
import { openControlLink } from '../control/controlLink.ts';
import { prepareControlPlace } from '../control/controlPlace.ts';
import { RADIUS_ENTRY } from '../control/takeFolder.ts';
import { ProcessLog } from './processLog.ts';
import { radiusBuild } from './radiusBuild.ts';
import { type RadiusConfig, spawnRadius } from './spawnRadius.ts';

/** What the process has on the disk once it was told whom to let in. */
const MEMORY = 'projection.sealed';

/**
 * After a power cut customers dial in before the database is there, and maybe it does not come: a process that has its
 * memory on the disk is started before anything else, and serves whatever becomes of this one. Supervision adopts it.
 */
export async function startRadiusEarly(config: RadiusConfig, clock: Clock, log: Logger): Promise<void> {
  if (!config.radius.on) return;
  try {
    const place = prepareControlPlace(config.dataDir);
    if (!existsSync(join(place.folder, MEMORY)) || (await answers(place, clock))) return;
    const entry = join(import.meta.dirname, '../process', RADIUS_ENTRY);
    const child = spawnRadius(config, entry, radiusBuild(), new ProcessLog(place.logFile));
    child.once('error', (error) => log.error({ err: errorFields(error) }, 'RADIUS could not be started'));
    log.info({ pid: child.pid }, 'RADIUS starts with what it knows');
  } catch (error) {
    log.error({ err: errorFields(error) }, 'RADIUS could not be started early');
  }
}

/** One runs; whether it is of this build is supervision's to find out. */
async function answers(place: ReturnType<typeof prepareControlPlace>, clock: Clock): Promise<boolean> {
  try {
    const link = await openControlLink({
      ...{ ...place, clock, build: '', onlyToStop: true },
      ...{ onMessage: () => undefined, onClosed: () => undefined },
    });
    link.channel.close();
    return true;
  } catch {
    return false;
  }
}
