/**
 * The warden outlives a launcher that was killed, and ends what it left behind. It runs as a process of its own
 * (`node warden.ts`, so this file imports nothing of ours), reads lines from a pipe the launcher holds and keeps:
 *
 *   add <pid> <stage> <signal>    stage 1 ends first (services), stage 2 last (servers)
 *   drop <pid>
 *
 * The kernel closes the pipe when the launcher ends in whatever way, `kill -9` included. Then the warden ends every
 * process still on its list, politely first, by force after the stage's deadline.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const deadlineOfStageMs: Record<string, number> = { '1': 2_000, '2': 5_000 };

/**
 * The kernel's start time of a process, in clock ticks since boot: with the pid it names one process for good, though
 * pids are used again. Null: no such process (a zombie counts as none), or a system without /proc.
 */
export function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may hold blanks; the third, the state, follows it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** Whether the process runs and is still the one that had these ticks (null: not known, the pid has to do). */
export function isSameProcess(pid: number, ticks: string | null): boolean {
  if (ticks !== null) return startTicks(pid) === ticks;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

interface Ward {
  pid: number;
  ticks: string | null;
  stage: string;
  signal: NodeJS.Signals;
}

function send(ward: Ward, signal: NodeJS.Signals): void {
  try {
    process.kill(ward.pid, signal);
  } catch {
    // It ended in between, which is all that is wanted.
  }
}

async function endAll(wards: Ward[]): Promise<void> {
  for (const [stage, deadlineMs] of Object.entries(deadlineOfStageMs)) {
    const ofStage = wards.filter((ward) => ward.stage === stage);
    const left = () => ofStage.filter((ward) => isSameProcess(ward.pid, ward.ticks));
    for (const ward of left()) send(ward, ward.signal);
    const until = Date.now() + deadlineMs;
    while (left().length > 0 && Date.now() < until) await sleep(20);
    for (const ward of left()) send(ward, 'SIGKILL');
  }
}

async function guard(): Promise<void> {
  const wards = new Map<number, Ward>();
  // A signal meant for the launcher's whole group must not take the warden along.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  for await (const line of createInterface({ input: process.stdin })) {
    const [verb, pid, stage, signal] = line.split(' ');
    if (verb === 'drop') wards.delete(Number(pid));
    else wards.set(Number(pid), { pid: Number(pid), ticks: startTicks(Number(pid)), stage: stage ?? '1', signal: (signal ?? 'SIGTERM') as NodeJS.Signals });
  }
  await endAll([...wards.values()]);
}

// Bundled into the launcher for its exports, the file must not start guarding there.
if (process.argv[1]?.endsWith('warden.ts')) await guard();
