import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { startBrake } from './brakeProduct.ts';

/** Each starts a database and a product. */
const SLOW_MS = 90_000;
const decide = (act: string, more: object = {}): object => ({ key: randomUUID(), act, reason: 'looked at', ...more });

test(
  'operators 5: expiry of more lines than the company allows waits for a person, and is released or dropped',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBrake();
    const lines = await site.lines(6);
    await site.send('PUT', '/api/brake', { lines: 3, percent: 100 });
    await site.end(lines.slice(0, 5));
    expect(await site.states()).toEqual({ grace: 5, active: 1 });
    expect(await site.standing()).toMatchObject({ pause: { beyond: 'lines', lines: 5 }, waiting: 5, held: false });
    // Nothing is cut by itself from then on, be it ever so little.
    await site.end(lines.slice(5));
    expect(await site.held()).toHaveLength(6);
    const released = await site.send('POST', '/api/brake/held-cuts', decide('release', { ids: lines.slice(0, 2) }));
    expect(released).toMatchObject({ status: 200, body: { done: 2, failed: 0, left: 4 } });
    expect(await site.states()).toEqual({ grace: 4, expired: 2 });
    expect((await site.standing()).pausedAt).toBeDefined();
    const dropped = await site.send('POST', '/api/brake/held-cuts', decide('drop', { days: 2 }));
    expect(dropped.body).toEqual({ done: 4, failed: 0, left: 0 });
    expect(await site.states()).toEqual({ active: 4, expired: 2 });
    const standing = await site.standing();
    expect([standing.waiting, standing.pausedAt]).toEqual([0, undefined]);
    // What was decided does not count against what comes next.
    await site.end(lines.slice(2, 5));
    expect(await site.states()).toEqual({ active: 1, expired: 5 });
    const events = await site.query("select type from lastmile.event where kind = 'brake' order by position");
    expect(events.map(({ type }) => type)).toEqual([
      ...['brake.automationChanged', 'brake.paused', 'brake.cutsReleased', 'brake.cutsDropped', 'brake.resumed'],
    ]);
    const alarms = await site.query("select type from lastmile.event where kind = 'alarm' order by position");
    expect(alarms.map(({ type }) => type)).toEqual(['alarm.raised', 'alarm.cleared']);
  },
);

test(
  'operators 5: what ends within ten minutes counts together, on its way and one by one',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBrake();
    const lines = await site.lines(4);
    await site.send('PUT', '/api/brake', { lines: 3, percent: 100 });
    await site.end(lines.slice(0, 1));
    await site.end(lines.slice(1, 3));
    expect(await site.states()).toEqual({ expired: 3, active: 1 });
    await site.end(lines.slice(3));
    expect(await site.states()).toEqual({ expired: 3, grace: 1 });
  },
);

test(
  'operators 5: with what the product ships, the lines of a small company that end on one day are cut as ever',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBrake();
    await site.end(await site.lines(12));
    expect(await site.states()).toEqual({ expired: 12 });
    expect(await site.standing()).toEqual({ limits: { lines: 5_000, percent: 10 }, held: false, waiting: 0 });
  },
);

test(
  'operators 5: "hold all cuts" holds expiry and quotas as well; released, they wait to be decided and nothing is lost',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBrake();
    const [ends, uses] = await site.lines(2);
    await site.standing();
    await site.query('update lastmile.brake_rules set held = true');
    await site.end([ends!]);
    await site.useUp(uses!);
    expect((await site.held()).toSorted()).toEqual([`expiry ${ends}`, `quota ${uses}`].toSorted());
    expect(await site.states()).toEqual({ active: 1, grace: 1 });
    const refused = await site.send('POST', '/api/brake/held-cuts', decide('release'));
    expect([refused.status, refused.body['code']]).toEqual([409, 'bulk/held']);
    await site.query('update lastmile.brake_rules set held = false');
    expect(await site.held()).toHaveLength(2);
    expect((await site.send('POST', '/api/brake/held-cuts', decide('release'))).body).toMatchObject({
      done: 2,
      left: 0,
    });
    expect(await site.states()).toEqual({ active: 1, expired: 1 });
    expect(await site.held()).toEqual([]);
  },
);

test(
  'operators 5: a protected line is not among those that anybody could cut; deciding takes the permission for the brake',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBrake();
    const [hospital, other] = await site.lines(2);
    await site.send('POST', `/api/subscriptions/${hospital}/acts`, {
      ...{ key: randomUUID(), act: { act: 'protect' }, reason: 'a hospital' },
    });
    await site.standing();
    await site.query('update lastmile.brake_rules set held = true');
    await site.end([hospital!, other!]);
    expect(await site.held()).toEqual([`expiry ${other}`]);
    await site.query('update lastmile.brake_rules set held = false');
    await site.send('POST', '/api/brake/held-cuts', decide('release'));
    expect(await site.states()).toEqual({ grace: 1, expired: 1 });
    await site.query(
      "update lastmile.role set permissions = array_remove(permissions, 'bulk.brake') where shipped = 'noc'",
    );
    const noc = await site.noc();
    expect((await site.send('POST', '/api/brake/held-cuts', decide('release'), noc)).status).toBe(403);
  },
);
