import { runLabProcess } from './labProcess.ts';

await runLabProcess();
