import type { Item } from '../configTable.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { firewallPath, speaksOf, type Packet } from './ruleMatch.ts';

/** reached: it goes where it wants · redirected: somewhere else, by a rule of NAT · blocked: nowhere */
export interface Fate {
  readonly outcome: 'reached' | 'redirected' | 'blocked';
  /** `address:port` that a rule of NAT sends it to. */
  readonly to?: string | undefined;
  /** Comment of the rule that decided, or its action. */
  readonly by?: string | undefined;
  /** A rule takes its connection past the firewall from now on. */
  readonly isFastTracked: boolean;
}

const TERMINAL = new Set(['accept', 'drop', 'reject', 'tarpit']);
const MOST_JUMPS = 20;

interface Verdict {
  readonly rule: Item | undefined;
  readonly isFastTracked: boolean;
}

/** What the rules make of a packet that a customer sends through the router: NAT for what is new, then the filter. */
export function fateOf(world: RouterWorld, packet: Packet): Fate {
  const turned = packet.state === 'new' && packet.family === 4 ? redirection(world, packet) : undefined;
  // To the router itself: the chain forward never sees it.
  if (turned?.isOwn) return { outcome: 'redirected', to: turned.to, by: turned.by, isFastTracked: false };
  const onward = turned ? { ...packet, destination: turned.address, port: turned.port } : packet;
  const { rule, isFastTracked } = judged(world, 'filter', 'forward', onward, 0);
  const action = rule?.values['action'] ?? 'accept';
  if (action !== 'accept') return { outcome: 'blocked', by: nameOf(rule), isFastTracked: false };
  if (turned) return { outcome: 'redirected', to: turned.to, by: turned.by, isFastTracked };
  return { outcome: 'reached', by: nameOf(rule), isFastTracked };
}

const nameOf = (rule: Item | undefined): string | undefined => rule?.values['comment'] ?? rule?.values['action'];

interface Turned {
  readonly address: string;
  readonly port: number;
  readonly to: string;
  readonly by: string | undefined;
  readonly isOwn: boolean;
}

function redirection(world: RouterWorld, packet: Packet): Turned | undefined {
  const { rule } = judged(world, 'nat', 'dstnat', packet, 0);
  const { action, 'to-addresses': given, 'to-ports': ports } = rule?.values ?? {};
  if (action !== 'dst-nat' && action !== 'redirect') return undefined;
  const isOwn = action === 'redirect';
  const address = isOwn ? world.site.address : (given ?? packet.destination).split('-')[0]!;
  const port = Number((ports ?? '').split('-')[0]) || packet.port;
  return { address, port, to: `${address}:${port}`, by: nameOf(rule), isOwn };
}

/** The rule that ends the way through a chain; undefined: none does, which lets it pass. */
function judged(world: RouterWorld, table: 'filter' | 'nat', chain: string, packet: Packet, depth: number): Verdict {
  let isFastTracked = false;
  for (const rule of world.table(`${firewallPath(packet.family)}/${table}`).all()) {
    const { action = 'accept', disabled } = rule.values;
    if (rule.values['chain'] !== chain || disabled === 'yes' || !speaksOf(world, rule.values, packet)) continue;
    if (action === 'return') break;
    if (action === 'fasttrack-connection') isFastTracked = true;
    if (action === 'jump' && depth < MOST_JUMPS) {
      const inner = judged(world, table, rule.values['jump-target'] ?? '', packet, depth + 1);
      isFastTracked ||= inner.isFastTracked;
      if (inner.rule) return { rule: inner.rule, isFastTracked };
    }
    if (TERMINAL.has(action) || action === 'dst-nat' || action === 'redirect') return { rule, isFastTracked };
  }
  return { rule: undefined, isFastTracked };
}
