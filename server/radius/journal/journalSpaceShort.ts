/** There is less space than the journal leaves to others. */
export class JournalSpaceShort extends Error {
  override readonly name = 'JournalSpaceShort';

  constructor(directory: string, freeBytes: number) {
    super(
      `The disk of ${directory} has only ${Math.floor(freeBytes / 1_048_576)} MB left: no space for another part of the accounting journal. ` +
        'Free some space; it goes on by itself then.',
    );
  }
}
