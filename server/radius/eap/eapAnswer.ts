import type { EapReply } from './eapConversation.ts';

/** What goes into the reply; `state` is the value of its State attribute. */
export type EapAnswer =
  | (Exclude<EapReply, { readonly outcome: 'challenge' }> & { readonly state?: undefined })
  | (Extract<EapReply, { readonly outcome: 'challenge' }> & { readonly state: Uint8Array });
