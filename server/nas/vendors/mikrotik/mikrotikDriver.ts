import { wholeNumber } from '../../../platform/transport/routeros/rowValues.ts';
import { NasCommandRefused } from '../nasCommandError.ts';
import type { NasAnswer, NasDriver, NasReplyRow, NasWire } from '../nasDriver.ts';
import { readConfiguration } from './backup/readConfiguration.ts';
import { mikrotikFixedLines } from './fixed/mikrotikFixedLines.ts';
import { followSession } from './followSession.ts';
import { activeMenus, endSession, findSession, forgetGuest, sessionRates, sessionsNamed } from './mikrotikActs.ts';
import {
  MikrotikUnparsable,
  parseActive,
  parseActiveChange,
  parseIdentity,
  parseInterface,
  parseLogLine,
  parseRate,
  parseSensors,
  parseUplink,
  parseVitals,
} from './mikrotikParse.ts';
import { openMikrotik } from './mikrotikWire.ts';
import { mikrotikOnboarding } from './onboarding/mikrotikOnboarding.ts';
import { readAccounts } from './readAccounts.ts';
import { readNames } from './readNames.ts';
import { readPoolUses } from './readPoolUses.ts';
import { readRadiusCounters } from './readRadiusCounters.ts';
import { sessionsThere } from './sessionsThere.ts';
import { accountSwitches, switchAccount } from './switchAccount.ts';
import { clearGarden, gardenMembers } from './walledGarden.ts';

const INTERFACE_FIELDS =
  'name,type,running,disabled,comment,mac-address,mtu,actual-mtu,rx-byte,tx-byte,rx-error,tx-error,link-downs';
const LATEST_LOG_LINES = 200;

/** RouterOS 6 and 7 over their API (help.mikrotik.com/docs/spaces/ROS/pages/47579160/API). */
export const mikrotikDriver: NasDriver = {
  vendor: 'mikrotik',
  name: 'MikroTik RouterOS',
  ports: { pinned: 8729, anonymous: 8729, plain: 8728 },
  open: openMikrotik,
  async identify(wire, signal) {
    const [resource, identity, board, routes, addresses] = await Promise.all([
      wire.run({ path: '/system/resource/print' }, { signal }),
      wire.run({ path: '/system/identity/print' }, { signal }),
      // Virtual machines have no board.
      orNothing(wire.run({ path: '/system/routerboard/print' }, { signal })),
      orNothing(wire.run({ path: '/ip/route/print', queries: ['dst-address=0.0.0.0/0'] }, { signal })),
      orNothing(wire.run({ path: '/ip/address/print', attributes: { '.proplist': 'address,interface' } }, { signal })),
    ]);
    return parseIdentity(only(resource), only(identity), board.rows[0] ?? {}, parseUplink(routes.rows, addresses.rows));
  },
  async greet(wire, signal) {
    await wire.run({ path: '/system/identity/print' }, { signal });
  },
  async vitals(wire, signal) {
    return parseVitals(only(await wire.run({ path: '/system/resource/print' }, { signal })));
  },
  async sensors(wire, signal) {
    return parseSensors((await orNothing(wire.run({ path: '/system/health/print' }, { signal }))).rows);
  },
  async interfaces(wire, signal) {
    const attributes = { '.proplist': INTERFACE_FIELDS };
    const { rows } = await wire.run({ path: '/interface/print', attributes, queries: ['dynamic=false'] }, { signal });
    return rows.map(parseInterface);
  },
  async countActives(wire, service, signal) {
    const answer = await orNothing(
      wire.run({ path: `${activeMenus[service]}/print`, attributes: { 'count-only': '' } }, { signal }),
    );
    return wholeNumber(answer.done['ret']) ?? answer.rows.length;
  },
  async actives(wire, service, signal) {
    const { rows } = await orNothing(wire.run({ path: `${activeMenus[service]}/print` }, { signal, withinMs: 30_000 }));
    return rows.map((row) => parseActive(service, row));
  },
  followActives: (wire, service, onChange, signal) =>
    wire.stream({ path: `${activeMenus[service]}/listen` }, (row) => onChange(parseActiveChange(service, row)), signal),
  async followLog(wire, onLine, signal) {
    const { rows } = await wire.run({ path: '/log/print' }, { signal, withinMs: 30_000 });
    for (const row of rows.slice(-LATEST_LOG_LINES)) onLine(parseLogLine(row));
    await wire.stream({ path: '/log/listen' }, (row) => onLine(parseLogLine(row)), signal);
  },
  followRates: (wire, interfaces, onRate, signal) =>
    wire.stream(
      { path: '/interface/monitor-traffic', attributes: { interface: interfaces.join(',') }, isSteady: true },
      (row) => onRate(parseRate(row)),
      signal,
    ),
  onboarding: mikrotikOnboarding,
  async reboot(wire, signal) {
    await wire.run({ path: '/system/reboot' }, { signal });
  },
  findSession,
  sessionRates,
  followSession,
  sessionsThere,
  gardenMembers,
  clearGarden,
  endSession,
  sessionsNamed,
  forgetGuest,
  accounts: readAccounts,
  accountSwitches,
  switchAccount,
  fixedLines: mikrotikFixedLines,
  radiusCounters: readRadiusCounters,
  names: readNames,
  poolUses: readPoolUses,
  configuration: readConfiguration,
};

function only({ rows }: NasAnswer): NasReplyRow {
  const [row] = rows;
  if (row) return row;
  throw new MikrotikUnparsable('the router answered without a row');
}

/** For menus that not every model and version has, or that lack the package. */
async function orNothing(answer: ReturnType<NasWire['run']>): Promise<NasAnswer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NasCommandRefused && error.missing) return { rows: [], done: {} };
    throw error;
  }
}
