import { render } from '@solidjs/testing-library';
import { For, createSignal, type JSX } from 'solid-js';
import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { z } from 'zod';
import { createFreshness } from '#client/live/createFreshness.ts';
import { createLiveView } from '#client/live/createLiveView.ts';
import { LiveConnection } from '#client/live/liveConnection.ts';
import type { LinkHandlers } from '#client/live/liveTransport.ts';
import { PROTOCOL_VERSION } from '#shared/wire/protocolVersion.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { alarmsRequest } from './listSource.ts';

const Row = z.object({ text: z.string() });
const row = (id: string, version: number, text: string) => ({ id, version, fields: { text } });

/** A page over a server that the test speaks for; every subscription is opened as epoch `e<channel>`. */
function page() {
  const clock = new SimulatedClock();
  let server!: LinkHandlers;
  const asked: { channel: number; request: ViewRequest }[] = [];
  const closed: number[] = [];
  const transport = {
    open(handlers: LinkHandlers) {
      server = handlers;
      return {
        send(event: string, payload: object, answer: (reply: unknown) => void) {
          const message = payload as { channel: number; request: ViewRequest };
          if (event === 'view.unsubscribe') closed.push(message.channel);
          if (event !== 'view.subscribe') return;
          asked.push(message);
          answer({ ok: true, epoch: `e${message.channel}`, resumed: false });
        },
        close: () => {},
      };
    },
  };
  const connection = new LiveConnection({ transport, clock, random: Math.random, newKey: () => crypto.randomUUID() });
  connection.start();
  server.message('hello', { protocol: PROTOCOL_VERSION, at: 1, boot: 'b' });
  return {
    clock,
    connection,
    asked,
    closed,
    say: (...message: Parameters<LinkHandlers['message']>) => server.message(...message),
  };
}

function listOf(connection: LiveConnection, request: () => ViewRequest | undefined, drawn: string[]) {
  return function List(): JSX.Element {
    const view = createLiveView(connection, request, Row);
    return (
      <div data-state={view.state} data-total={view.total} data-code={view.refusal?.code}>
        <For each={view.rows}>
          {(live) => {
            drawn.push(live.id);
            return <p id={live.id}>{live.fields.text}</p>;
          }}
        </For>
      </div>
    );
  };
}

test('only what changed is drawn again, and rows keep their element while they move', () => {
  const { connection, say } = page();
  const drawn: string[] = [];
  const { container } = render(listOf(connection, () => alarmsRequest(), drawn));
  say('view.snapshot', {
    epoch: 'e1',
    n: 0,
    rows: [row('a', 1, 'one'), row('b', 1, 'two')],
    order: ['a', 'b'],
    total: 2,
    at: 1,
  });
  expect(container.textContent).toBe('onetwo');
  const element = container.querySelector('#a');
  say('view.frame', {
    epoch: 'e1',
    n: 1,
    total: 3,
    at: 1,
    order: ['c', 'b', 'a'],
    changes: [
      { op: 'put', ...row('a', 2, 'changed') },
      { op: 'put', ...row('c', 1, 'three') },
    ],
  });
  expect(container.textContent).toBe('threetwochanged');
  expect(container.querySelector('#a')).toBe(element);
  expect(drawn).toEqual(['a', 'b', 'c']);
  say('view.frame', {
    epoch: 'e1',
    n: 2,
    total: 2,
    at: 1,
    order: ['c', 'a'],
    changes: [{ op: 'leave', id: 'b', version: 1 }],
  });
  say('view.frame', { epoch: 'e1', n: 3, total: 2, at: 1, changes: [{ op: 'put', ...row('a', 3, 'again') }] });
  expect(container.textContent).toBe('threeagain');
  expect(container.firstElementChild?.getAttribute('data-total')).toBe('2');
  expect(drawn).toEqual(['a', 'b', 'c']);
});

test('a moved window keeps the rows until the new ones come, another object starts empty', () => {
  const { connection, say, asked, closed } = page();
  const [request, setRequest] = createSignal<ViewRequest>(alarmsRequest(0));
  const { container, unmount } = render(listOf(connection, request, []));
  say('view.snapshot', { epoch: 'e1', n: 0, rows: [row('a', 1, 'one')], order: ['a'], total: 9, at: 1 });
  setRequest(alarmsRequest(20));
  expect(container.textContent).toBe('one');
  expect(container.firstElementChild?.getAttribute('data-state')).toBe('catching-up');
  say('view.snapshot', { epoch: 'e2', n: 0, rows: [row('b', 1, 'two')], order: ['b'], total: 9, at: 1 });
  expect(container.textContent).toBe('two');
  setRequest({ view: 'wall' });
  expect(container.textContent).toBe('');
  expect(asked.map(({ request: { view } }) => view)).toEqual(['alarms', 'alarms', 'wall']);
  expect(closed).toEqual([2]);
  unmount();
  expect(closed).toEqual([2, 3]);
});

test('rows of a shape this page does not know are not shown', () => {
  const { connection, say } = page();
  const { container } = render(listOf(connection, () => alarmsRequest(), []));
  say('view.snapshot', {
    epoch: 'e1',
    n: 0,
    rows: [{ id: 'a', version: 1, fields: { text: 7 } }],
    order: ['a'],
    total: 1,
    at: 1,
  });
  expect(container.textContent).toBe('');
  expect(container.firstElementChild?.getAttribute('data-code')).toBe('wire/malformed');
});

test('without a request nothing is subscribed', () => {
  const { connection, asked } = page();
  render(listOf(connection, () => undefined, []));
  expect(asked).toEqual([]);
});

test('freshness is said in words that change once a second at most', () => {
  const { clock, connection, say } = page();
  const seen: string[] = [];
  function Words(): JSX.Element {
    const freshness = createFreshness(connection);
    return <p>{(seen.push(`${freshness.state} ${freshness.staleForMs}`), freshness.state)}</p>;
  }
  const { container } = render(Words);
  for (let second = 0; second < 6; second += 1) clock.increment(1_000);
  expect(container.textContent).toBe('stale');
  say('beat', { at: 1, lagMs: 0 });
  expect(seen).toEqual(['live 0', 'stale 4000', 'stale 5000', 'stale 6000', 'live 0']);
});
