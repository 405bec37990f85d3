import type { Component } from 'solid-js';
import type { SubscriptionDetail } from '#shared/subscription/view.ts';
import type { PlainKey } from '../words/words.ts';

/** What another part of the product shows on a line's page: live rate, sessions, usage, rejects. */
export interface SubscriptionPanel {
  readonly title: PlainKey;
  /** Drawn when the line is shown; it loads for itself. */
  readonly panel: Component<{ readonly id: string; readonly line: SubscriptionDetail }>;
}

/** In the order of the page, above what happened. One line per panel. */
export const subscriptionPanels: readonly SubscriptionPanel[] = [];
