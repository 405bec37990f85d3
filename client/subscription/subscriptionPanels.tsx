import type { Component } from 'solid-js';
import { rejectWord } from '../radius/radiusReasons.ts';
import { LineRejects } from '../session/LineRejects.tsx';
import { LineSessions } from '../session/LineSessions.tsx';
import { LineUsage } from '../session/LineUsage.tsx';
import type { PlainKey } from '../words/words.ts';

/** What another part of the product shows on a line's page. */
export interface SubscriptionPanel {
  readonly title: PlainKey;
  readonly panel: Component<SubscriptionPanelProps>;
  /** Says nothing of a line that sends no RADIUS. */
  readonly ofRadius?: true;
}

export interface SubscriptionPanelProps {
  readonly subscriptionId: string;
  /** Changes with everything that happens to the line: worth asking again. */
  readonly turn: number;
}

/** In the order of the page, above what happened. One line per panel. */
export const subscriptionPanels: readonly SubscriptionPanel[] = [
  { title: 'online.history', panel: LineSessions, ofRadius: true },
  { title: 'online.usageDays', panel: LineUsage },
  { title: 'online.rejects', panel: (props) => <LineRejects {...props} reason={rejectWord} />, ofRadius: true },
];
