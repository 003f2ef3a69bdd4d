export interface SandboxConfig {
  /** 0: any free one. */
  readonly port: number;
  /** True when the port is the default nobody asked for: if it is taken, a free one does as well. */
  readonly portMayMove: boolean;
  /** 0: any free one. */
  readonly sftpPort: number;
  /** As `portMayMove`. */
  readonly sftpPortMayMove: boolean;
  readonly gatewayUrl: string;
  readonly gatewayKey: string;
}

/**
 * The sandbox's settings: SANDBOX_PORT, SFTP_PORT, GATEWAY_URL, GATEWAY_KEY.
 * @throws {Error} naming every wrong variable at once, values not shown
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): SandboxConfig {
  const mistakes: string[] = [];
  const port = (name: string, preset: number): number => {
    const value = environment[name] || String(preset);
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) mistakes.push(`${name} must be a port, 0 to 65535`);
    return Number(value);
  };
  const config = {
    port: port('SANDBOX_PORT', 4000),
    portMayMove: !environment['SANDBOX_PORT'],
    sftpPort: port('SFTP_PORT', 4022),
    sftpPortMayMove: !environment['SFTP_PORT'],
    gatewayUrl: (environment['GATEWAY_URL'] || 'http://127.0.0.1:3000').replace(/\/+$/, ''),
    gatewayKey: environment['GATEWAY_KEY'] || 'dev-key',
  };
  if (!/^https?:$/.test(URL.parse(config.gatewayUrl)?.protocol ?? '')) mistakes.push('GATEWAY_URL must be an http or https address');
  if (!/^[\x21-\x7e]+$/.test(config.gatewayKey)) mistakes.push('GATEWAY_KEY must be visible ASCII without spaces');
  if (mistakes.length > 0) throw new Error(`The sandbox cannot start: ${mistakes.join('; ')}.`);
  return config;
}
