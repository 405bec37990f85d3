const most = 0xffff_ffff;

/** The closest that four octets can say: above 4.29 Gbit/s a line is as fast as the port it hangs on anyway. */
export function inU32(bitsPerSecond: number): number {
  return Math.min(bitsPerSecond, most);
}
