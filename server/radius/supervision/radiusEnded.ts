/** The RADIUS process does not run, or not for us; the message is for people. */
export class RadiusEnded extends Error {
  override readonly name = 'RadiusEnded';
}
