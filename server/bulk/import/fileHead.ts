import type { FileShape } from '../file/fileShape.ts';
import { readFileRows } from '../file/readFile.ts';

const SAMPLE_ROWS = 8;

/** The heading and the first rows of a file, for people to name its columns. Throws FileDamaged. */
export async function fileHead(file: Buffer, shape: FileShape): Promise<readonly (readonly string[])[]> {
  for await (const rows of readFileRows(file, shape)) {
    const table = rows.filter(({ object }) => object === undefined);
    return table.slice(0, SAMPLE_ROWS + 1).map(({ cells }) => cells.slice(0, 200).map((cell) => cell.slice(0, 200)));
  }
  return [];
}
