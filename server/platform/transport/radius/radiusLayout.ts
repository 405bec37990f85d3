/** Where things are in a packet, and how large it may be (RFC 2865 §3). */
export const HEADER_BYTES = 20;
export const AUTHENTICATOR_AT = 4;
export const AUTHENTICATOR_BYTES = 16;
export const MOST_PACKET_BYTES = 4_096;
export const MOST_VALUE_BYTES = 253;
/** Message-Authenticator with its type and length (RFC 3579 §3.2). */
export const MESSAGE_AUTHENTICATOR_BYTES = 18;
/** More attributes of their own than this are an attack; FreeRADIUS draws the line there as well. */
export const MOST_ATTRIBUTES = 200;
