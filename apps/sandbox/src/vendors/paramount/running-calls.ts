import type { Request } from '../../http/request.js';

/** The calls that run at this moment, per login, over all its clubs. */
export class RunningCalls {
  private readonly byLogin = new Map<string, Set<Request>>();

  /** @returns ends the call; a second time does nothing */
  begin(userName: string, call: Request): () => void {
    const running = this.byLogin.get(userName) ?? new Set();
    this.byLogin.set(userName, running.add(call));
    return () => void running.delete(call);
  }

  /** False when there are too many with this call, which then does not run: it is turned away, however long that takes. */
  admits(userName: string, call: Request, limit: number): boolean {
    const running = this.byLogin.get(userName);
    if (running === undefined || running.size <= limit) return true;
    running.delete(call);
    return false;
  }

  /** Forgets them: what is still held open from before a reset is none of the business of what comes after it. */
  reset(): void {
    this.byLogin.clear();
  }
}
