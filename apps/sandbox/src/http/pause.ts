import { setTimeout } from 'node:timers/promises';

/** Waits `ms` of real time; does not keep the process alive. */
export const pause = (ms: number): Promise<void> => setTimeout(ms, undefined, { ref: false });
