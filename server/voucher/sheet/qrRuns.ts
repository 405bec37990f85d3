import qrcode from 'qrcode';

export interface QrRuns {
  /** Modules of a side. */
  readonly count: number;
  /** A PDF rectangle for each run of dark modules, from the lower left in units of modules. */
  readonly operators: string;
}

/** Level M survives a fold through the paper and still leaves large modules for a receipt printer. */
export function qrRuns(text: string): QrRuns {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  const rectangles: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (!modules.get(row, column)) continue;
      const from = column;
      while (column + 1 < modules.size && modules.get(row, column + 1)) column += 1;
      rectangles.push(`${from} ${modules.size - 1 - row} ${column - from + 1} 1 re`);
    }
  }
  return { count: modules.size, operators: rectangles.join(' ') };
}
