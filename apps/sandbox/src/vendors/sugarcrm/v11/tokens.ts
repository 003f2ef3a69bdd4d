const accessLifeSeconds = 3_600;
const refreshLifeSeconds = 1_209_600;

interface Login {
  readonly platform: string;
  /** Access tokens to their ends, milliseconds of real time; a refresh leaves the earlier ones be. */
  readonly access: Map<string, number>;
  refresh: { readonly token: string; readonly until: number };
}

/** Who is logged in to `rest-v11`: the one API user, once on each platform. A reset of the records leaves them be. */
export class Tokens {
  private readonly byPlatform = new Map<string, Login>();
  private last = 0;

  /** @param now milliseconds of real time */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** A login by password. It ends the one before on this platform. */
  begin(platform: string) {
    this.byPlatform.delete(platform);
    return this.issue(platform, new Map());
  }

  /** Ends the refresh token. @returns null when it is dead already */
  renew(refreshToken: unknown) {
    const login = this.ofRefresh(refreshToken);
    return login === undefined ? null : this.issue(login.platform, login.access);
  }

  isLive(accessToken: string | null): boolean {
    return this.ofAccess(accessToken) !== undefined;
  }

  isRefreshLive(refreshToken: unknown): boolean {
    return this.ofRefresh(refreshToken) !== undefined;
  }

  /** Drops one access token. */
  drop(accessToken: string | null): void {
    this.ofAccess(accessToken)?.access.delete(accessToken!);
  }

  /** Ends the login these tokens are of. */
  end(accessToken: string | null): void {
    const login = this.ofAccess(accessToken);
    if (login !== undefined) this.byPlatform.delete(login.platform);
  }

  /** Somebody else logs in as the same user on the platform of whichever token is alive. */
  displace(accessToken: string | null, refreshToken: unknown): void {
    const login = this.ofAccess(accessToken) ?? this.ofRefresh(refreshToken);
    if (login !== undefined) this.begin(login.platform);
  }

  private issue(platform: string, access: Map<string, number>) {
    const number = String(++this.last).padStart(4, '0');
    const [token, refreshToken] = [`simtoken-${number}`, `simrefresh-${number}`];
    access.set(token, this.now() + accessLifeSeconds * 1_000);
    this.byPlatform.set(platform, { platform, access, refresh: { token: refreshToken, until: this.now() + refreshLifeSeconds * 1_000 } });
    return {
      access_token: token,
      expires_in: accessLifeSeconds,
      token_type: 'bearer',
      scope: null,
      refresh_token: refreshToken,
      refresh_expires_in: refreshLifeSeconds,
      download_token: `simdown-${number}`,
    };
  }

  private ofAccess(token: string | null): Login | undefined {
    return this.logins.find(({ access }) => (access.get(token ?? '') ?? 0) > this.now());
  }

  private ofRefresh(token: unknown): Login | undefined {
    return this.logins.find(({ refresh }) => refresh.token === token && refresh.until > this.now());
  }

  private get logins(): Login[] {
    return [...this.byPlatform.values()];
  }
}
