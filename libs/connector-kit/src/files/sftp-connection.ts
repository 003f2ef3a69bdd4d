import { connect, type Socket } from 'node:net';
import ssh2, { type SFTPWrapper } from 'ssh2';
import { DropRefused, DropUnavailable } from './drop-errors.js';
import { allKinds, HostKeyCheck } from './host-key.js';
import { methodsOf, type SftpLogin } from './sftp-login.js';

/** The server's answer in place of a result. */
export class SftpStatus extends Error {
  constructor(
    /** https://datatracker.ietf.org/doc/html/draft-ietf-secsh-filexfer-02#section-7 */
    readonly code: number,
  ) {
    super(`Status ${code}`);
  }
}

type Done<T> = (error?: Error | null, value?: T) => void;

/** An idle connection is asked for a sign of life this often, else firewalls on the way forget it. */
const keepAliveMs = 20_000;
/** A farewell that cannot be sent in this time is not sent. */
const farewellMs = 1_000;

/** A logged-in connection: whatever ends it, ends every wait for an answer, with the same error. */
export class SftpConnection {
  private readonly client = new ssh2.Client();
  // Of our own: the library does not end one that the other side left half open.
  private readonly socket: Socket;
  private readonly waiting = new Set<(error: Error) => void>();
  private silence: NodeJS.Timeout | undefined;
  private end: Error | null = null;
  private sftp!: SFTPWrapper;
  private wasRefused = false;

  private constructor(
    private readonly login: SftpLogin,
    private readonly hostKey: HostKeyCheck,
    private readonly timeoutMs: number,
  ) {
    // Without delay: else the second part of every small packet waits for the first to be acknowledged, 40 ms.
    this.socket = connect({ host: login.host, port: login.port, noDelay: true });
    this.client.on('error', (error) => this.fail(this.meaningOf(error)));
    this.client.on('close', () => this.fail(new DropUnavailable('The connection was lost')));
    this.client.on('keyboard-interactive', (_name, _instructions, _language, prompts, answer) =>
      // What may be seen while it is typed is no question for a password.
      answer(prompts.map(({ echo }) => (echo ? '' : (login.password ?? '')))),
    );
  }

  /** @param timeoutMs until it is logged in; from then on, how long the server may be silent when it was asked something */
  static async open(login: SftpLogin, timeoutMs: number): Promise<SftpConnection> {
    const deadline = performance.now() + timeoutMs;
    for (let kinds = allKinds; ; ) {
      const hostKey = new HostKeyCheck(login.hostKey, kinds);
      const connection = new SftpConnection(login, hostKey, timeoutMs);
      const timer = setTimeout(() => connection.fail(new DropUnavailable('No connection in time')), deadline - performance.now());
      try {
        return await connection.logIn();
      } catch (error) {
        connection.fail(error as Error);
        // The fingerprint may be that of another key of the same server.
        kinds = kinds.filter((kind) => kind !== hostKey.wrongKind);
        if (kinds.length === hostKey.kinds.length || kinds.length === 0) throw error;
      } finally {
        clearTimeout(timer);
      }
    }
  }

  /**
   * A call to the server. It fails when nothing at all is heard for the time-out, so that many calls at once may take longer.
   * @throws {SftpStatus} @throws {DropUnavailable} now and for all calls to come
   */
  ask<T>(call: (sftp: SFTPWrapper, done: Done<T>) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.end !== null) return reject(this.end);
      this.waiting.add(reject);
      this.silence ??= setTimeout(() => this.fail(new DropUnavailable('No answer in time')), this.timeoutMs);
      call(this.sftp, (error, value) => {
        if (!this.waiting.delete(reject)) return;
        if (this.waiting.size > 0) this.silence?.refresh();
        else this.stopListening();
        if (!error) return resolve(value as T);
        const { code } = error as { code?: unknown };
        if (typeof code === 'number') return reject(new SftpStatus(code));
        const lost = new DropUnavailable('The connection was lost');
        this.fail(lost);
        reject(lost);
      });
    });
  }

  async close(): Promise<void> {
    this.giveUp(new DropUnavailable('The drop was closed'));
    if (this.socket.closed) return;
    const closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.client.end();
    this.socket.destroySoon();
    const timer = setTimeout(() => this.socket.destroy(), farewellMs);
    await closed;
    clearTimeout(timer);
  }

  private async logIn(): Promise<this> {
    const { username, password, privateKey } = this.login;
    await this.ask<void>((_, done) => {
      this.client.once('ready', () => done());
      this.client.connect({
        sock: this.socket, username, password, privateKey, tryKeyboard: password !== undefined, authHandler: methodsOf(this.login, () => (this.wasRefused = true)),
        hostVerifier: (key: Buffer) => this.hostKey.accepts(key), algorithms: { serverHostKey: this.hostKey.algorithms },
        // There is one time-out for all of it.
        readyTimeout: 0, keepaliveInterval: keepAliveMs,
      });
    });
    this.sftp = await this.ask<SFTPWrapper>((_, done) =>
      this.client.sftp((error, sftp) => (error ? this.fail(new DropUnavailable('The server gives no SFTP')) : done(null, sftp))),
    );
    for (const event of ['error', 'close']) this.sftp.on(event, () => this.fail(new DropUnavailable('The connection was lost')));
    return this;
  }

  private meaningOf(error: Error): Error {
    const { level, code } = error as { level?: string; code?: unknown };
    const isStranger = this.hostKey.wrongKind !== null || (level === 'handshake' && this.hostKey.kinds.length < allKinds.length);
    if (isStranger) return new DropRefused('drop-host-key', 'The server is not the one that the fingerprint says');
    // A number is the server's reason to hang up: after refusals it is that there were too many.
    const isRefusal = level === 'client-authentication' || (this.wasRefused && typeof code === 'number');
    if (isRefusal) return new DropRefused('drop-refused', 'The server refused the login');
    // Handshake errors are the library's own words, such as that there is no cipher in common.
    if (level === 'handshake') return new DropUnavailable(error.message);
    return new DropUnavailable(typeof code === 'string' ? `No connection (${code})` : 'The connection was lost');
  }

  private fail(error: Error): void {
    this.giveUp(error);
    this.socket.destroy();
  }

  private giveUp(error: Error): void {
    this.end ??= error;
    this.stopListening();
    for (const reject of this.waiting) reject(this.end);
    this.waiting.clear();
  }

  private stopListening(): void {
    clearTimeout(this.silence);
    this.silence = undefined;
  }
}
