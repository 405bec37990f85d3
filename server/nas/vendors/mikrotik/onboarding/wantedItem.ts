import type { OnboardingItem } from '#shared/nas/onboarding.ts';

/** By this the product knows its own records on a router. */
export const OWN_COMMENT = 'lastmile';

/** A menu that is one record (`/ppp aaa`), every record of a menu, or the record that `match` finds. */
export type WantedTarget =
  | { readonly of: 'settings' }
  | { readonly of: 'every' }
  | { readonly of: 'one'; readonly match: Readonly<Record<string, string>> };

/** A piece of configuration as it should be; words are RouterOS's own. */
export interface WantedItem {
  readonly item: OnboardingItem;
  /** Path in the form of the API: `/ppp/aaa`. */
  readonly menu: string;
  readonly target: WantedTarget;
  readonly fields: Readonly<Record<string, string>>;
  /** Fields that the router hides from a login with few rights: written, and compared only where they can be read. */
  readonly secrets: readonly string[];
  /** A new record goes before all others: firewall rules are read from the top. */
  readonly first?: boolean;
  /** Nothing of the same chain may stand before it but records of our own. */
  readonly ahead?: boolean;
  /** A router without the menu needs none of it. */
  readonly optional?: boolean;
}
