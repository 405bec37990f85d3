const backslash = 0x5c;

/**
 * Where the name begins behind `DOMAIN\`. RFC 2759 §4 leaves the domain out of the challenge hash; every peer does so by
 * the first backslash.
 */
export function withoutDomain(userName: Uint8Array): number {
  return userName.indexOf(backslash) + 1;
}
