/** What a customer bought, in bit/s from the customer's view. */
export interface Speeds {
  readonly down: number;
  readonly up: number;
}

const FACTORS: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9 };

/** Rates as queues and profiles have them, upload first: `2M/10M`, perhaps followed by bursts. No limit is 20M/50M. */
export function subscriberSpeeds(rateLimit: string): Speeds {
  const [first = ''] = rateLimit.split(' ');
  const [up = '', down = up] = first.split('/');
  return { up: bitsOf(up) || 20e6, down: bitsOf(down) || 50e6 };
}

function bitsOf(text: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([kMG]?)$/.exec(text) ?? [];
  return digits === undefined ? 0 : Number(digits) * (FACTORS[unit] ?? 1);
}
