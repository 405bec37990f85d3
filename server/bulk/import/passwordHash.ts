/**
 * Whether a text is what became of a password rather than the password: crypt(3) and its kin, LDAP schemes (RFC 2307), and
 * hexadecimal digests of 128, 160, 256 and 512 bits.
 */
export function looksHashed(text: string): boolean {
  if (/^\$(?:1|2[abxy]?|5|6|7|y|argon2\w*|apr1|P|H)\$.{8,}/.test(text)) return true;
  if (/^\{[A-Z0-9-]{2,12}\}.{8,}/i.test(text) && !/^\{(?:clear|cleartext|plain)\}/i.test(text)) return true;
  return /^(?:0x)?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/i.test(text);
}
